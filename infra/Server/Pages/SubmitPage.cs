using Foldline.Server.Campaigns;
using Foldline.Server.Drawing;
using Microsoft.AspNetCore.Http;

namespace Foldline.Server.Pages;

/// <summary>The form that submits a campaign; it shows the plan before anything starts.</summary>
internal static class SubmitPage
{
    public static IResult Show(HttpContext context, ServedModel model, KnownDatabases databases) => Shell.Page(context, "Submit a campaign", "/submit", page =>
    {
        page.Raw("<div class=\"head\"><h1>Submit a campaign</h1></div>\n");
        if (model.WeightsLabel.Length > 0)
            page.Raw("<p class=\"banner\" role=\"note\">").Element("strong", "Not a predictor.").Text($" This server runs {model.Name} with weights labelled “{model.WeightsLabel}”. Start it with --weights for predictions.").Raw("</p>\n");
        page.Raw("<form id=\"submit\" class=\"form\" novalidate=\"novalidate\">\n<div class=\"columns\"><div>\n")
            .Raw("<label for=\"name\">Name</label><input id=\"name\" name=\"name\" required=\"required\" maxlength=\"200\" autocomplete=\"off\" placeholder=\"binders, round 3\" />\n")
            .Raw("<label for=\"fasta\">Sequences</label><textarea id=\"fasta\" name=\"fasta\" rows=\"12\" spellcheck=\"false\" aria-describedby=\"fasta-hint\" placeholder=\"&gt;name&#10;NLYIQWLKDGGPSSGRPPPS\"></textarea>")
            .Raw("<p class=\"note\" id=\"fasta-hint\">FASTA. Join the chains of a complex with “:”. <button type=\"button\" class=\"link\" id=\"example\">Insert an example</button></p>\n")
            .Raw("<label for=\"files\">or files</label><input id=\"files\" name=\"files\" type=\"file\" multiple=\"multiple\" accept=\".fasta,.fa,.faa,.fas,.csv,.json,.gz\" /><p class=\"note\">FASTA, CSV, AlphaFold 3 or Protenix JSON; gzip is fine.</p>\n")
            .Raw("</div><div>\n<label for=\"workflow\">Workflow</label><select id=\"workflow\" name=\"workflow\"><option value=\"fold\">Fold one target</option></select>\n")
            .Raw("<label for=\"model\">Model</label>").Raw($"<input id=\"model\" readonly=\"readonly\" {Html.Attribute("value", $"{model.Name} on {model.Device}")} />\n")
            .Raw("<div class=\"trio\"><div><label for=\"seeds\">Seeds</label><input id=\"seeds\" name=\"seeds\" value=\"1\" inputmode=\"numeric\" aria-describedby=\"seeds-hint\" /></div>")
            .Raw("<div><label for=\"samples\">Samples a seed</label><input id=\"samples\" name=\"samples\" type=\"number\" min=\"1\" max=\"100\" value=\"5\" /></div>")
            .Raw("<div><label for=\"priority\">Priority</label><input id=\"priority\" name=\"priority\" type=\"number\" min=\"-1000\" max=\"1000\" value=\"0\" /></div></div><p class=\"note\" id=\"seeds-hint\">Seeds as 1,2,5 or 1-10.</p>\n")
            .Raw("<label class=\"check\"><input type=\"checkbox\" id=\"msa\" name=\"msa\" checked=\"checked\" /> Search alignments</label>\n");
        if (databases.Names.Count > 0)
        {
            page.Raw("<fieldset><legend>Databases</legend>");
            foreach (var name in databases.Names) page.Raw($"<label class=\"check\"><input type=\"checkbox\" name=\"database\" checked=\"checked\" {Html.Attribute("value", name)} /> ").Text(name).Raw("</label>");
            page.Raw("</fieldset>\n");
        }
        page.Raw("<details><summary>More</summary>\n<div class=\"trio\"><div><label for=\"steps\">Diffusion steps</label><input id=\"steps\" name=\"steps\" type=\"number\" min=\"0\" max=\"1000\" placeholder=\"model’s own\" /></div>")
            .Raw("<div><label for=\"cycles\">Recycles</label><input id=\"cycles\" name=\"cycles\" type=\"number\" min=\"0\" max=\"100\" placeholder=\"model’s own\" /></div>")
            .Raw("<div><label for=\"budget\">Device hours, at most</label><input id=\"budget\" name=\"budget\" type=\"number\" min=\"0\" step=\"any\" placeholder=\"no limit\" /></div></div></details>\n</div></div>\n")
            .Raw("<div id=\"fault\" role=\"alert\"></div>\n<section id=\"plan\" class=\"plan\" aria-live=\"polite\"></section>\n")
            .Raw("<div class=\"actions\"><button type=\"submit\" class=\"primary\" id=\"show\">Show the plan</button><button type=\"button\" class=\"primary\" id=\"start\" hidden=\"hidden\">Start the campaign</button></div>\n</form>\n");
    }, "submit.js");
}
