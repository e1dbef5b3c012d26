using Microsoft.Playwright;

namespace Foldline.Browser.Tests;

/// <summary>Debian's Chromium without a window, on its own profile. What a page asks of any other machine is refused and written down.</summary>
internal sealed class Browser : IAsyncDisposable
{
    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;

    private Browser(IPlaywright playwright, IBrowser browser) => (_playwright, _browser) = (playwright, browser);

    /// <summary>Addresses on other machines that pages asked for.</summary>
    public List<string> Foreign { get; } = [];

    /// <summary>Errors the pages wrote to the console.</summary>
    public List<string> Errors { get; } = [];

    /// <summary>Where screenshots are kept: out/browser in the repository.</summary>
    public static string Folder { get; } = Directory.CreateDirectory(Path.Combine(Repository.Root, "out", "browser")).FullName;

    /// <summary>Starts it; the test is reported as skipped, by name, where Chromium is not installed.</summary>
    public static async Task<Browser> RequireAsync()
    {
        string[] places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
        if (Array.Find(places, File.Exists) is not { } program)
        {
            Assert.Skip("Chromium is not installed (Debian and Ubuntu: apt-get install chromium); pages are not tested.");
            throw new InvalidOperationException();
        }
        var playwright = await Playwright.CreateAsync();
        // Tests may run as root in a container, where Chromium's own sandbox cannot be made.
        return new Browser(playwright, await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = program, Args = ["--no-sandbox", "--disable-gpu"] }));
    }

    /// <summary>Opens a page that can reach one server only.</summary>
    public async Task<IPage> OpenAsync(Uri server, ColorScheme colours = ColorScheme.Light)
    {
        var context = await _browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = server.ToString(), ViewportSize = new ViewportSize { Width = 1440, Height = 900 }, ColorScheme = colours,
        });
        await context.RouteAsync("**/*", async route =>
        {
            var to = new Uri(route.Request.Url);
            if (to.Scheme is "blob" or "data" || to.Authority == server.Authority)
            {
                await route.ContinueAsync();
                return;
            }
            lock (Foreign) Foreign.Add(route.Request.Url);
            await route.AbortAsync();
        });
        var page = await context.NewPageAsync();
        page.Console += (_, message) =>
        {
            if (message.Type != "error") return;
            lock (Errors) Errors.Add(message.Text);
        };
        page.PageError += (_, error) =>
        {
            lock (Errors) Errors.Add(error);
        };
        return page;
    }

    /// <summary>Keeps what a page shows.</summary>
    public static Task ShootAsync(IPage page, string name) => page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Folder, $"{name}.png") });

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }
}
