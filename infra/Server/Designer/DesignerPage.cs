using System.Text.Encodings.Web;
using Foldline.Server.Pages;

namespace Foldline.Server.Designer;

/// <summary>The HTML of a designer page: head, navigation, a place for one element, and a form to sign in.</summary>
internal static class DesignerPage
{
    private static readonly string[] Styles =
    [
        "_content/MudBlazor/MudBlazor.min.css", "_content/CodeBeam.MudBlazor.Extensions/MudExtensions.min.css", "_content/Radzen.Blazor/css/material-base.css",
        "_content/Elsa.Studio.Shell/css/shell.css", "Elsa.Studio.Host.CustomElements.styles.css", "assets/designer.css",
    ];

    private const string Brand = $"<a class=\"fl-brand\" href=\"/\">{Shell.Mark}Foldline</a>";

    /// <summary>A page with one element.</summary>
    public static string Show(string view, string title, string? id) => $"""
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{title} · Foldline</title>
        <base href="/designer/">
        <link rel="icon" href="data:,">
        {string.Join('\n', Styles.Select(style => $"<link rel=\"stylesheet\" href=\"{style}\">"))}
        </head>
        <body data-view="{view}" data-id="{HtmlEncoder.Default.Encode(id ?? "")}">
        <header class="fl-bar">
        {Brand}
        <nav aria-label="Main">{string.Concat(Shell.Places.Select(place => Link(place.Address, place.Name, place.Address == (view is "list" or "edit" ? "/designer" : "/designer/instances"))))}</nav>
        <span class="fl-space"></span>
        {(view == "edit" ? "<button id=\"fl-run\" type=\"button\" disabled>Run with inputs …</button>" : "")}
        {(view == "instance" ? "<span id=\"fl-state\" role=\"status\"></span>" : "")}
        <button id="fl-out" type="button" hidden>Sign out</button>
        </header>
        <main id="fl-stage"><p id="fl-note" role="status">Loading the designer …</p></main>
        <form id="fl-login" hidden>
        <h1>Sign in</h1>
        <label for="fl-key">API key</label>
        <input id="fl-key" type="password" autocomplete="current-password" required spellcheck="false" aria-describedby="fl-hint">
        <p id="fl-refused" role="alert"></p>
        <button type="submit">Sign in</button>
        <p id="fl-hint">The first key lies in <code>admin.key</code> in the server’s data folder.</p>
        </form>
        <dialog id="fl-inputs" aria-labelledby="fl-inputs-title"></dialog>
        <noscript>The designer needs JavaScript and WebAssembly.</noscript>
        <script src="assets/designer.js"></script>
        </body>
        </html>
        """;

    /// <summary>A page that says in a sentence what to do; one that waits asks again by itself.</summary>
    public static string Missing(string sentence, bool waits) => $"""
        <!doctype html>
        <html lang="en">
        <head><meta charset="utf-8">{(waits ? "<meta http-equiv=\"refresh\" content=\"3\">" : "")}<meta name="viewport" content="width=device-width, initial-scale=1"><title>Designer · Foldline</title>
        <link rel="icon" href="data:,"><link rel="stylesheet" href="/designer/assets/designer.css"></head>
        <body><header class="fl-bar">{Brand}</header><main class="fl-text"><h1>Designer</h1><p role="status">{HtmlEncoder.Default.Encode(sentence)}</p></main></body>
        </html>
        """;

    private static string Link(string href, string text, bool here) => $"<a href=\"{href}\"{(here ? " aria-current=\"page\"" : "")}>{text}</a>";
}
