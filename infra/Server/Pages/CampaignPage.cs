using Foldline.Server.Drawing;
using Foldline.Workflows;
using Microsoft.AspNetCore.Http;

namespace Foldline.Server.Pages;

/// <summary>One campaign: progress, rate, failures by class, estimate, and its targets; kept up to date by events.</summary>
internal static class CampaignPage
{
    public static IResult Show(HttpContext context, CampaignDetail campaign)
    {
        var summary = campaign.Summary;
        return Shell.Page(context, summary.Name, "/", page => page
            .Raw($"<div id=\"campaign\" {Html.Attribute("data-id", summary.Id)}>\n<p class=\"crumbs\"><a href=\"/\">Campaigns</a></p>\n<div class=\"head\"><h1>").Text(summary.Name).Raw("</h1><span id=\"state\"></span><div class=\"buttons\" id=\"buttons\"></div></div>\n")
            .Raw("<p class=\"banner\" id=\"paused\" role=\"note\" hidden=\"hidden\"></p>\n<p class=\"banner\" id=\"waits\" role=\"status\" hidden=\"hidden\"></p>\n<div id=\"bar\" class=\"bar-large\"></div>\n<dl class=\"facts\" id=\"facts\"></dl>\n")
            .Raw("<section id=\"failures\" hidden=\"hidden\"><h2>Failures by class</h2><div class=\"chips\"></div></section>\n<section id=\"best\" hidden=\"hidden\"><h2>Best targets</h2><ol class=\"best\"></ol></section>\n")
            .Raw("<section><h2>Targets</h2>\n<form class=\"filter\" id=\"filter\" role=\"search\" aria-label=\"Filter targets\"><label>Name <input type=\"search\" name=\"q\" autocomplete=\"off\" /></label><label>State <select name=\"state\"><option value=\"\">all</option>")
            .Raw(string.Concat(Enum.GetNames<InstanceStatus>().Select(state => $"<option value=\"{state.ToLowerInvariant()}\">{state.ToLowerInvariant()}</option>")))
            .Raw("</select></label><label>Failure <select name=\"class\"><option value=\"\">any</option><option>transient</option><option>resource</option><option>deterministic</option><option>poison</option></select></label></form>\n")
            .Raw("<div class=\"scroll\"><table id=\"targets\"><caption class=\"hidden\">Targets in order of submission</caption><thead><tr><th scope=\"col\">Target</th><th scope=\"col\">State</th><th scope=\"col\">At</th>")
            .Raw("<th scope=\"col\">Started</th><th scope=\"col\" class=\"n\">Took</th><th scope=\"col\">What happened</th></tr></thead><tbody></tbody></table></div>\n<nav class=\"pager\" id=\"pager\" aria-label=\"Pages\"></nav></section>\n</div>\n"), "campaign.js");
    }
}
