using Foldline.Server.Packages;
using Microsoft.Playwright;

namespace Foldline.Browser.Tests;

[Trait("suite", "full")]
public sealed class CampaignPagesTests(Chromium chromium) : IClassFixture<Chromium>
{
    [Fact]
    public async Task Somebody_signs_in_submits_a_campaign_watches_it_end_and_sees_the_structure()
    {
        if (await PagePackages.Find()!.InstallAsync(CancellationToken.None) is { } missing) Assert.Skip(missing);
        var folder = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "scratch", Guid.NewGuid().ToString("N"))).FullName;
        await using var serve = await ServeProcess.StartAsync(folder);
        var page = await chromium.PageAsync();
        var faults = new List<string>();
        page.Console += (_, message) =>
        {
            // What the browser itself says of a refused address is told by the page, too.
            if (message.Type == "error" && !message.Text.Contains("Failed to load resource")) faults.Add(message.Text);
        };
        page.PageError += (_, fault) => faults.Add(fault);

        await page.GotoAsync(serve.Address.ToString());
        await Chromium.PictureAsync(page, "sign-in");
        await page.GetByLabel("API key").FillAsync("fl_wrong");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        (await page.GetByRole(AriaRole.Alert).InnerTextAsync()).ShouldContain("not known");
        await page.GetByLabel("API key").FillAsync(serve.Key);
        await page.Keyboard.PressAsync("Enter");
        await page.GetByText("No campaign yet.").WaitForAsync();
        await Chromium.PictureAsync(page, "campaigns-empty");

        await page.GetByRole(AriaRole.Link, new() { Name = "Submit a campaign" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Insert an example" }).ClickAsync();
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("Trp-cage");
        await page.GetByLabel("Search alignments").UncheckAsync();
        await page.GetByLabel("Samples a seed").FillAsync("2");
        await page.GetByText("More", new() { Exact = true }).ClickAsync();
        await page.GetByLabel("Diffusion steps").FillAsync("4");
        await page.GetByLabel("Recycles").FillAsync("1");
        await page.GetByRole(AriaRole.Button, new() { Name = "Show the plan" }).ClickAsync();
        await page.GetByRole(AriaRole.Heading, new() { Name = "The plan" }).WaitForAsync();
        await Chromium.PictureAsync(page, "submit");
        await page.GetByRole(AriaRole.Button, new() { Name = "Start the campaign" }).ClickAsync();

        // The page tells by itself when it has ended: nobody reloads it.
        await page.Locator("#state .pill.succeeded").WaitForAsync(new() { Timeout = 240_000 });
        await page.Locator("#best li").First.WaitForAsync();
        await Chromium.PictureAsync(page, "campaign");

        await page.Locator("#targets tbody").GetByRole(AriaRole.Link, new() { Name = "1L2Y" }).ClickAsync();
        await page.Locator("canvas.pae").WaitForAsync();
        await page.Locator("#viewer[data-ready]").WaitForAsync(new() { Timeout = 120_000 });
        (await page.Locator("#viewer").GetAttributeAsync("data-ready")).ShouldBe("true");
        await page.WaitForTimeoutAsync(3000);                                      // Mol* moves its camera to the structure
        await Chromium.PictureAsync(page, "target");
        var structure = await page.EvaluateAsync<string>("fetch(document.getElementById('target').dataset.api + '/structure').then(answer => answer.text())");
        structure.ShouldStartWith("data_1L2Y");
        structure.ShouldContain("_ma_qa_metric");
        (await page.GetByText("Samples", new() { Exact = true }).CountAsync()).ShouldBeGreaterThan(0);

        await ScheduleAsync(page, serve);
        foreach (var (address, name) in new[] { ("/workers", "workers"), ("/keys", "keys") })
        {
            await page.GotoAsync(new Uri(serve.Address, address).ToString());
            await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
            await Chromium.PictureAsync(page, name);
        }
        await DarkAsync(page, serve);
        faults.ShouldBeEmpty();
        (await serve.StopAsync()).ShouldBe(0);
    }

    // A schedule that runs long after this test, let run once by hand; then it is gone.
    private static async Task ScheduleAsync(IPage page, ServeProcess serve)
    {
        await page.GotoAsync(new Uri(serve.Address, "/schedules").ToString());
        await page.GetByText("No schedule yet.").WaitForAsync();
        await page.GetByText("Add a schedule").ClickAsync();
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("yearly");
        await page.GetByLabel("When", new() { Exact = true }).SelectOptionAsync("");
        await page.GetByLabel("Cron expression").FillAsync("0 0 3 1 1 ?");
        await page.GetByLabel("Time zone").FillAsync("Europe/Berlin");
        await page.GetByLabel("Sequences").FillAsync(">1L2Y\nNLYIQWLKDGGPSSGRPPPS");
        await page.GetByLabel("While one is still open").SelectOptionAsync("allow");
        await page.GetByLabel("Search alignments").UncheckAsync();
        await Chromium.PictureAsync(page, "schedule-form");
        await page.GetByRole(AriaRole.Button, new() { Name = "Keep the schedule" }).ClickAsync();
        var row = page.Locator("#schedules tbody tr").Filter(new() { HasText = "yearly" });
        await row.WaitForAsync();
        (await row.InnerTextAsync()).ShouldContain("Europe/Berlin");
        (await row.Locator(".times li").CountAsync()).ShouldBe(3);
        (await row.InnerTextAsync()).ShouldContain("03:00");
        await row.GetByRole(AriaRole.Button, new() { Name = "Edit" }).ClickAsync();
        (await page.GetByLabel("Cron expression").InputValueAsync()).ShouldBe("0 0 3 1 1 ?");
        (await page.GetByLabel("Search alignments").IsCheckedAsync()).ShouldBeFalse();
        await page.GetByLabel("Cron expression").FillAsync("0 30 4 1 1 ?");
        await page.GetByRole(AriaRole.Button, new() { Name = "Change the schedule" }).ClickAsync();
        await row.GetByText("04:30").First.WaitForAsync();
        await row.GetByRole(AriaRole.Button, new() { Name = "Run now" }).ClickAsync();
        // The page looks again by itself.
        await row.GetByRole(AriaRole.Link, new() { Name = "its campaign" }).WaitForAsync();
        await Chromium.PictureAsync(page, "schedules");
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        await Chromium.PictureAsync(page, "schedules-dark");
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
        await row.GetByRole(AriaRole.Button, new() { Name = "Remove" }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Remove" }).ClickAsync();
        await page.GetByText("No schedule yet.").WaitForAsync();
    }

    // The same pages, dark, and without a mouse: everything that can be done has a place in the order of the Tab key.
    private static async Task DarkAsync(IPage page, ServeProcess serve)
    {
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        await page.GotoAsync(serve.Address.ToString());
        await page.GetByRole(AriaRole.Link, new() { Name = "Trp-cage" }).WaitForAsync();
        await Chromium.PictureAsync(page, "campaigns-dark");
        for (var i = 0; i < 40; i++)
        {
            await page.Keyboard.PressAsync("Tab");
            if (await page.EvaluateAsync<bool>("document.activeElement.textContent === 'Trp-cage'")) break;
        }
        await page.Keyboard.PressAsync("Enter");
        await page.Locator("#state .pill.succeeded").WaitForAsync();
        await Chromium.PictureAsync(page, "campaign-dark");
        await page.Locator("#targets tbody").GetByRole(AriaRole.Link, new() { Name = "1L2Y" }).ClickAsync();
        await page.Locator("canvas.pae").WaitForAsync();
        await page.Locator("#viewer[data-ready=true]").WaitForAsync(new() { Timeout = 120_000 });
        await page.WaitForTimeoutAsync(3000);
        await Chromium.PictureAsync(page, "target-dark");
    }
}
