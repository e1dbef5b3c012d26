using Foldline.Persistence.Access;
using Foldline.Server.Access;
using Foldline.Server.Drawing;
using Foldline.Sequences;
using Foldline.Server.Hosting;
using Microsoft.AspNetCore.Http;

namespace Foldline.Server.Pages;

/// <summary>Schedules: when each runs next, what its last run did, and for administrators a form that keeps another.</summary>
internal static class SchedulePage
{
    private static readonly (string Cron, string Name)[] Times =
    [
        ("0 0 3 * * ?", "every day at 3:00"), ("0 0 3 ? * MON", "every Monday at 3:00"), ("0 0 * * * ?", "every hour"), ("0 0 3 1 * ?", "on the first of each month at 3:00"), ("", "own expression"),
    ];

    public static IResult Show(HttpContext context, ServerOptions options) => Shell.Page(context, "Schedules", "/schedules", page =>
    {
        page.Raw("<div class=\"head\"><h1>Schedules</h1></div>\n<p class=\"note\">Campaigns that are submitted by the clock, or for each file that arrives in a folder. Any process that works on campaigns submits them.</p>\n")
            .Raw("<div class=\"scroll\"><table id=\"schedules\"><caption class=\"hidden\">Schedules, oldest first</caption><thead><tr><th scope=\"col\">Schedule</th><th scope=\"col\">State</th><th scope=\"col\">When</th>")
            .Raw("<th scope=\"col\">Next runs</th><th scope=\"col\">Last run</th><th scope=\"col\">Missed, overlapping</th><th scope=\"col\" class=\"n\">Targets</th><th scope=\"col\"><span class=\"hidden\">Actions</span></th></tr></thead><tbody></tbody></table></div>\n");
        if (context.Caller().Has(AccessScope.Admin)) Form(page, Path.Combine(options.DataFolder, "inbox", TargetName.Sanitise(context.Caller().Project)));
    }, "schedules.js");

    private static void Form(Html page, string inbox)
    {
        page.Raw("<details class=\"add\" id=\"add\"><summary>Add a schedule</summary>\n<form id=\"schedule\" class=\"form\" novalidate=\"novalidate\">\n<div class=\"columns\"><div>\n")
            .Raw("<label for=\"name\">Name</label><input id=\"name\" name=\"name\" required=\"required\" maxlength=\"100\" autocomplete=\"off\" placeholder=\"nightly screen\" />\n")
            .Raw("<fieldset><legend>Runs</legend><label class=\"check\"><input type=\"radio\" name=\"kind\" value=\"cron\" checked=\"checked\" /> by the clock</label>")
            .Raw("<label class=\"check\"><input type=\"radio\" name=\"kind\" value=\"folder\" /> for each file that arrives in a folder</label></fieldset>\n")
            .Raw("<div data-kind=\"cron\"><div class=\"duo\"><div><label for=\"preset\">When</label><select id=\"preset\">");
        foreach (var (cron, name) in Times) page.Raw($"<option {Html.Attribute("value", cron)}>").Text(name).Raw("</option>");
        page.Raw("</select></div><div><label for=\"zone\">Time zone</label><input id=\"zone\" name=\"zone\" list=\"zones\" autocomplete=\"off\" value=\"UTC\" /><datalist id=\"zones\"></datalist></div></div>\n")
            .Raw("<label for=\"cron\">Cron expression</label><input id=\"cron\" name=\"cron\" autocomplete=\"off\" spellcheck=\"false\" value=\"0 0 3 * * ?\" aria-describedby=\"cron-hint\" /><p class=\"note\" id=\"cron-hint\">Second, minute, hour, day of month, month, day of week.</p>\n")
            .Raw("<label for=\"fasta\">Sequences</label><textarea id=\"fasta\" name=\"fasta\" rows=\"7\" spellcheck=\"false\" placeholder=\"&gt;name&#10;NLYIQWLKDGGPSSGRPPPS\"></textarea>")
            .Raw("<label for=\"files\">or files</label><input id=\"files\" name=\"files\" type=\"file\" multiple=\"multiple\" accept=\".fasta,.fa,.faa,.fas,.csv,.json,.gz\" /></div>\n")
            .Raw("<div data-kind=\"folder\" hidden=\"hidden\"><label for=\"folder\">Folder</label><input id=\"folder\" name=\"folder\" autocomplete=\"off\" spellcheck=\"false\" placeholder=\"plates\" aria-describedby=\"folder-hint\" /><p class=\"note\" id=\"folder-hint\">Made on the server in ")
            .Element("code", inbox).Raw(".</p></div>\n</div><div>\n<label for=\"workflow\">Workflow</label><select id=\"workflow\" name=\"workflow\"><option value=\"fold\">Fold one target</option></select>\n")
            .Raw("<div class=\"duo\"><div><label for=\"missed\">Missed runs</label><select id=\"missed\" name=\"missed\"><option value=\"runOnce\">make up for one</option><option value=\"skip\">leave out</option></select></div>")
            .Raw("<div><label for=\"overlap\">While one is still open</label><select id=\"overlap\" name=\"overlap\"><option value=\"skip\">leave the next out</option><option value=\"cancelPrevious\">cancel the earlier</option><option value=\"allow\">run both</option></select></div></div>\n")
            .Raw("<div class=\"trio\"><div><label for=\"seeds\">Seeds</label><input id=\"seeds\" name=\"seeds\" value=\"1\" inputmode=\"numeric\" /></div><div><label for=\"samples\">Samples a seed</label><input id=\"samples\" name=\"samples\" type=\"number\" min=\"1\" max=\"100\" value=\"5\" /></div>")
            .Raw("<div><label for=\"priority\">Priority</label><input id=\"priority\" name=\"priority\" type=\"number\" min=\"-1000\" max=\"1000\" value=\"0\" /></div></div>\n")
            .Raw("<label class=\"check\"><input type=\"checkbox\" id=\"msa\" name=\"msa\" checked=\"checked\" /> Search alignments</label>\n")
            .Raw("<label for=\"budget\">Device hours a campaign, at most</label><input id=\"budget\" name=\"budget\" type=\"number\" min=\"0\" step=\"any\" placeholder=\"no limit\" />\n</div></div>\n")
            .Raw("<div id=\"fault\" role=\"alert\"></div>\n<div class=\"actions\"><button type=\"submit\" class=\"primary\">Keep the schedule</button> <button type=\"button\" id=\"stop\" hidden=\"hidden\">Leave it as it is</button></div>\n</form></details>\n");
    }
}
