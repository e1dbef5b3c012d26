using Foldline.Server.Drawing;
using Microsoft.AspNetCore.Http;

namespace Foldline.Server.Pages;

/// <summary>Where a key is given.</summary>
internal static class SignInPage
{
    public static IResult Show(HttpContext context, string next, bool refused) => Shell.Page(context, "Sign in", "", page =>
    {
        page.Raw("<section class=\"sign-in\">\n<p class=\"brand\">Foldline</p>\n").Element("h1", "Sign in");
        if (refused) page.Raw("<p class=\"alert\" role=\"alert\">That key is not known, has expired or was revoked.</p>\n");
        page.Raw("<form method=\"post\" action=\"/sign-in\">\n<label for=\"key\">API key</label>\n")
            .Raw("<input id=\"key\" name=\"key\" type=\"password\" autocomplete=\"current-password\" required=\"required\" autofocus=\"autofocus\" spellcheck=\"false\" aria-describedby=\"hint\" />\n")
            .Raw($"<input type=\"hidden\" name=\"next\" {Html.Attribute("value", next)} />\n<button type=\"submit\" class=\"primary\">Sign in</button>\n</form>\n")
            .Raw("<p id=\"hint\" class=\"note\">The first key lies in <code>admin.key</code> in the server’s data folder. You stay signed in for 12 hours; the browser does not keep the key.</p>\n</section>\n");
    });
}
