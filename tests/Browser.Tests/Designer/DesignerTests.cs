using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Foldline.Server.Tests.Elsa;
using Microsoft.Playwright;

namespace Foldline.Browser.Tests.Designer;

[Trait("suite", "full")]
public sealed class DesignerTests(Chromium chromium) : IClassFixture<Chromium>
{
    [Fact]
    public async Task Somebody_signs_in_changes_the_seeds_publishes_runs_and_watches_the_run_finish()
    {
        var work = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "scratch", Guid.NewGuid().ToString("N"))).FullName;
        var (elsa, model) = await FoldingServer.RequireAsync(work);
        await using var server = elsa;
        using var network = model;
        var at = elsa.Server.Address;
        var page = await chromium.PageAsync();
        await page.SetViewportSizeAsync(1600, 950);
        var (foreign, faults) = (new List<string>(), new List<string>());
        await page.RouteAsync("**/*", async route =>
        {
            var to = new Uri(route.Request.Url);
            if (to.Scheme is "blob" or "data" || to.Authority == at.Authority)
            {
                await route.ContinueAsync();
                return;
            }
            foreign.Add(route.Request.Url);
            await route.AbortAsync();
        });
        page.PageError += (_, fault) => faults.Add(fault);

        await page.GotoAsync(new Uri(at, "/designer").ToString());
        await page.GetByLabel("API key").FillAsync("fl_wrong");
        await page.Keyboard.PressAsync("Enter");
        (await page.GetByRole(AriaRole.Alert).Filter(new() { HasText = "not known" }).CountAsync()).ShouldBeLessThanOrEqualTo(1);
        await page.GetByText("This key is not known").WaitForAsync();
        await Chromium.PictureAsync(page, "designer-sign-in");
        await page.GetByLabel("API key").FillAsync(await elsa.Server.KeyAsync());
        await page.Keyboard.PressAsync("Enter");
        await page.GetByText("Fold one target").WaitForAsync(new() { Timeout = 120_000 });
        await Chromium.PictureAsync(page, "designer-list");

        // A click on the row opens the editor, in a page of its own.
        await page.GetByText("Fold one target").ClickAsync();
        await page.WaitForURLAsync("**/designer/edit/fold");
        await page.GetByText("Predict structures").First.WaitForAsync(new() { Timeout = 120_000 });
        var seeds = page.Locator(".monaco-editor").First;
        await SelectAsync(page, "Predict structures", seeds.GetByText("getSeeds").First);
        await seeds.ClickAsync();
        await page.Keyboard.PressAsync("Control+A");
        var saved = page.WaitForResponseAsync(answer => answer.Url.EndsWith("/elsa/api/workflow-definitions", StringComparison.Ordinal) && answer.Request.Method == "POST");
        await page.Keyboard.TypeAsync("[1, 2");                                    // the editor closes the bracket
        (await saved).Status.ShouldBe(200);
        (await elsa.Catalog.FindAsync("fold", Foldline.Workflows.VersionOptions.Latest))!.Version.ShouldBe(2);
        await page.WaitForTimeoutAsync(1500);
        await Chromium.PictureAsync(page, "designer-edit");

        // The Test tab runs the one activity; this one has no features to read, and the tab says so.
        await page.Locator(".mud-tab").Filter(new() { HasTextRegex = new("^\\s*Test\\s*$") }).ClickAsync();
        var tried = page.WaitForResponseAsync(answer => answer.Url.EndsWith("/elsa/api/tests/activities", StringComparison.Ordinal));
        await page.GetByRole(AriaRole.Button, new() { Name = "Start", Exact = true }).ClickAsync();
        (await tried).Status.ShouldBe(200);
        await page.GetByText("Faulted", new() { Exact = true }).First.WaitForAsync();
        await Chromium.PictureAsync(page, "designer-test");

        var published = page.WaitForResponseAsync(answer => answer.Url.EndsWith("/elsa/api/workflow-definitions", StringComparison.Ordinal)
            && answer.Request.PostData?.Contains("\"publish\":true", StringComparison.Ordinal) == true);
        await page.Locator("button.mud-icon-button.mud-primary-text").First.ClickAsync();
        (await published).Status.ShouldBe(200);
        var version = (await elsa.Catalog.FindAsync("fold", Foldline.Workflows.VersionOptions.Published))!;
        version.Version.ShouldBe(2);
        version.Definition.ToJson()["root"]!["activities"]!.AsArray().Single(node => node!["id"]!.ToString() == "predict")!["seeds"]!["expression"]!["value"]!.ToString()
            .ShouldBe("[1, 2]");

        await page.Locator("button.mud-icon-button.mud-success-text").First.ClickAsync();
        await page.WaitForURLAsync("**/designer/instances/*");
        var instance = page.Url[(page.Url.LastIndexOf('/') + 1)..];
        await page.GetByText("Predict structures").First.WaitForAsync(new() { Timeout = 120_000 });
        await Chromium.PictureAsync(page, "designer-running");
        await page.Locator("#fl-state").GetByText("Finished", new() { Exact = true }).WaitForAsync(new() { Timeout = 240_000 });
        await page.WaitForTimeoutAsync(2000);
        await page.GetByText("Predict structures").First.WaitForAsync(new() { Timeout = 120_000 });
        await page.WaitForTimeoutAsync(4000);
        await Chromium.PictureAsync(page, "designer-finished");

        var client = await elsa.ClientAsync();
        var predict = (await client.GetFromJsonAsync<JsonNode>($"/elsa/api/activity-executions/list?WorkflowInstanceId={instance}&ActivityNodeId=Workflow1:fold-flow:predict"))!["items"]![0]!;
        predict["outputs"]!["Predictions"]!.AsArray().Count.ShouldBe(2, "one structure for each of two seeds");

        await page.GotoAsync(new Uri(at, "/designer/instances").ToString());
        await page.GetByText("Finished", new() { Exact = true }).Last.WaitForAsync(new() { Timeout = 120_000 });
        await page.WaitForTimeoutAsync(2000);
        await Chromium.PictureAsync(page, "designer-runs");

        await page.GotoAsync(new Uri(at, "/designer/edit/fold").ToString());
        await page.GetByRole(AriaRole.Button, new() { Name = "Run with inputs" }).ClickAsync(new() { Timeout = 120_000 });
        await page.Locator("#fl-inputs textarea[name=Target]").WaitForAsync();
        await Chromium.PictureAsync(page, "designer-inputs");
        foreign.ShouldBeEmpty("the designer needs nothing from elsewhere");
        faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task Without_a_mouse_and_in_the_dark_a_definition_is_opened_and_run_on_inputs_of_ones_own()
    {
        var work = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "scratch", Guid.NewGuid().ToString("N"))).FullName;
        var (elsa, model) = await FoldingServer.RequireAsync(work);
        await using var server = elsa;
        using var network = model;
        var page = await chromium.PageAsync(ColorScheme.Dark);
        await page.SetViewportSizeAsync(1600, 950);
        await page.GotoAsync(new Uri(elsa.Server.Address, "/designer").ToString());
        await page.Locator("#fl-key:focus").WaitForAsync();
        await Chromium.PictureAsync(page, "designer-sign-in-dark");
        await page.Keyboard.TypeAsync(await elsa.Server.KeyAsync());
        await page.Keyboard.PressAsync("Enter");
        await page.GetByText("Fold one target").WaitForAsync(new() { Timeout = 120_000 });
        await page.WaitForTimeoutAsync(1500);
        await Chromium.PictureAsync(page, "designer-list-dark");

        // The menu of the row opens with Edit under the focus.
        await TabAsync(page, "document.activeElement.closest('tbody tr') !== null && document.activeElement.matches('.mud-menu-icon-button-activator')");
        await page.Keyboard.PressAsync("Enter");
        await page.Locator(".mud-popover-open .mud-menu-item:focus").WaitForAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**/designer/edit/fold");
        await page.GetByText("Predict structures").First.WaitForAsync(new() { Timeout = 120_000 });
        await SelectAsync(page, "Predict structures", page.Locator(".monaco-editor.vs-dark").First);
        await page.WaitForTimeoutAsync(1500);
        await Chromium.PictureAsync(page, "designer-edit-dark");
        await page.ReloadAsync();
        await page.Locator("#fl-run:enabled").WaitForAsync(new() { Timeout = 120_000 });

        await TabAsync(page, "document.activeElement.id === 'fl-run'");
        await page.Keyboard.PressAsync("Enter");
        await page.Locator("#fl-inputs textarea[name=Target]").WaitForAsync();
        await Chromium.PictureAsync(page, "designer-inputs-dark");
        await page.Keyboard.PressAsync("Escape");
        (await page.Locator("#fl-inputs[open]").CountAsync()).ShouldBe(0);
        await TabAsync(page, "document.activeElement.id === 'fl-run'");
        await page.Keyboard.PressAsync("Enter");
        await TabAsync(page, "document.activeElement.name === 'Target'");
        await page.Keyboard.PressAsync("Control+A");
        await page.Keyboard.TypeAsync(">mine\nNLYIQWLKDGGPSSG");
        await TabAsync(page, "document.activeElement.name === 'Seeds'");
        await page.Keyboard.PressAsync("Control+A");
        await page.Keyboard.TypeAsync("3, 4");
        await TabAsync(page, "document.activeElement.textContent === 'Run'");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**/designer/instances/*");
        var instance = page.Url[(page.Url.LastIndexOf('/') + 1)..];
        await page.Locator("#fl-state").GetByText("Finished", new() { Exact = true }).WaitForAsync(new() { Timeout = 240_000 });
        var state = (await (await elsa.ClientAsync()).GetFromJsonAsync<JsonNode>($"/elsa/api/workflow-instances/{instance}"))!["workflowState"]!;
        state["input"]!["Seeds"]!.ToJsonString().ShouldContain("3");
    }

    /// <summary>Selects a node of the canvas, which moves until it has centred itself: a click that comes too early meets nothing, and is made again.</summary>
    private static async Task SelectAsync(IPage page, string node, ILocator shown)
    {
        for (var tries = 1; ; tries++)
        {
            await page.GetByText(node).First.ClickAsync();
            try
            {
                await shown.WaitForAsync(new() { Timeout = 5000 });
                return;
            }
            catch (TimeoutException) when (tries < 20)
            {
                // once more
            }
        }
    }

    /// <summary>Goes on by the Tab key until what has the focus is what is looked for.</summary>
    private static async Task TabAsync(IPage page, string isThere)
    {
        for (var i = 0; i < 80; i++)
        {
            if (await page.EvaluateAsync<bool>(isThere)) return;
            await page.Keyboard.PressAsync("Tab");
        }
        throw new InvalidOperationException($"The Tab key does not lead to where {isThere}.");
    }

    [Fact]
    public async Task Without_the_package_the_designer_says_what_to_do()
    {
        await using var elsa = await ElsaServer.StartAsync();
        var page = await chromium.PageAsync();
        var answer = await page.GotoAsync(new Uri(elsa.Server.Address, "/designer").ToString());
        answer!.Status.ShouldBe(503);
        await page.GetByText("apt-get install nodejs npm").WaitForAsync();
    }
}
