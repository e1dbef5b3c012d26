using Foldline.Server.Drawing;
using Microsoft.AspNetCore.Http;

namespace Foldline.Server.Pages;

/// <summary>Pages that list: a heading, a filter where it helps, and a table that a module fills.</summary>
internal static class ListPages
{
    public static IResult Campaigns(HttpContext context) => Shell.Page(context, "Campaigns", "/", page => page
        .Raw("<div class=\"head\"><h1>Campaigns</h1><a class=\"button primary\" href=\"/submit\">Submit a campaign</a></div>\n")
        .Raw("<form class=\"filter\" id=\"filter\" role=\"search\" aria-label=\"Filter campaigns\">")
        .Raw("<label>Name or id <input type=\"search\" name=\"q\" autocomplete=\"off\" /></label><label>State <select name=\"state\"><option value=\"\">all</option>")
        .Raw(string.Concat(((string[])["running", "paused", "succeeded", "partlySucceeded", "failed", "cancelled"]).Select(state =>
            $"<option value=\"{state}\">{(state == "partlySucceeded" ? "partly succeeded" : state)}</option>")))
        .Raw("</select></label></form>\n<div class=\"scroll\"><table id=\"campaigns\"><caption class=\"hidden\">Campaigns, newest first</caption><thead><tr>")
        .Raw("<th scope=\"col\">Campaign</th><th scope=\"col\">State</th><th scope=\"col\" class=\"progress\">Progress</th><th scope=\"col\" class=\"n\">Targets</th><th scope=\"col\" class=\"n\">Failed</th>")
        .Raw("<th scope=\"col\">Workflow</th><th scope=\"col\">Submitted</th></tr></thead><tbody></tbody></table></div>\n<nav class=\"pager\" id=\"pager\" aria-label=\"Pages\"></nav>\n"), "campaigns.js");

    public static IResult Workers(HttpContext context) => Shell.Page(context, "Workers", "/workers", page => page
        .Raw("<div class=\"head\"><h1>Workers</h1></div>\n<p class=\"note\">Processes that work on campaigns: this server, unless it was started with <code>--no-work</code>, and every <code>foldline worker</code> on the same database.</p>\n")
        .Raw("<div class=\"scroll\"><table id=\"workers\"><caption class=\"hidden\">Workers</caption><thead><tr><th scope=\"col\">Machine</th><th scope=\"col\">State</th><th scope=\"col\">Device</th>")
        .Raw("<th scope=\"col\" class=\"n\">Search</th><th scope=\"col\" class=\"n\">Model</th><th scope=\"col\" class=\"n\">Light</th><th scope=\"col\" class=\"n\">Memory</th><th scope=\"col\">Databases</th>")
        .Raw("<th scope=\"col\">Started</th><th scope=\"col\">Last heard</th></tr></thead><tbody></tbody></table></div>\n"), "workers.js");

    public static IResult Keys(HttpContext context) => Shell.Page(context, "Keys", "/keys", page => page
        .Raw("<div class=\"head\"><h1>Keys</h1></div>\n<p class=\"note\">Keys of this project. A key is shown once, when it is made; the server keeps only its hash.</p>\n")
        .Raw("<form class=\"row\" id=\"make\" aria-label=\"Make a key\"><label>Name <input name=\"name\" required=\"required\" maxlength=\"80\" autocomplete=\"off\" /></label>")
        .Raw("<label>Scope <select name=\"scope\"><option>read</option><option selected=\"selected\">submit</option><option>admin</option></select></label><button type=\"submit\" class=\"primary\">Make key</button></form>\n")
        .Raw("<div id=\"made\" aria-live=\"polite\"></div>\n<div class=\"scroll\"><table id=\"keys\"><caption class=\"hidden\">Keys, newest first</caption><thead><tr><th scope=\"col\">Name</th><th scope=\"col\">Id</th>")
        .Raw("<th scope=\"col\">Scope</th><th scope=\"col\">State</th><th scope=\"col\">Made</th><th scope=\"col\">Last used</th><th scope=\"col\"><span class=\"hidden\">Actions</span></th></tr></thead><tbody></tbody></table></div>\n"), "keys.js");
}
