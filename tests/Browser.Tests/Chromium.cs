using Microsoft.Playwright;

namespace Foldline.Browser.Tests;

/// <summary>Debian's Chromium, headless, driven by Playwright; a test is reported as skipped, by name, where it is not installed.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>Where screenshots are kept: artifacts of the test run.</summary>
    public static string Screenshots { get; } = Directory.CreateDirectory(Path.Combine(Repository.Root, "tests", "TestResults", "screenshots")).FullName;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <summary>A page of its own session, light or dark.</summary>
    public async Task<IPage> PageAsync(ColorScheme scheme = ColorScheme.Light)
    {
        var program = ((string[])["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"]).FirstOrDefault(File.Exists);
        if (program is null) Assert.Skip("chromium is not installed (Debian: apt-get install chromium); the pages are not tried in a browser.");
        _playwright ??= await Playwright.CreateAsync();
        _browser ??= await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = program, Headless = true,
            // No GPU here: WebGL is drawn by the processor.
            Args = ["--no-sandbox", "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--disable-dev-shm-usage"],
        });
        var context = await _browser.NewContextAsync(new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = 1280, Height = 900 }, ColorScheme = scheme });
        context.SetDefaultTimeout(60_000);
        return await context.NewPageAsync();
    }

    /// <summary>Keeps a picture of the whole page. A page that is just loading anew, or a machine that is too busy to draw, costs a picture and not the test.</summary>
    public static async Task PictureAsync(IPage page, string name)
    {
        for (var tries = 1; tries <= 3; tries++)
        {
            try
            {
                await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Screenshots, name + ".png"), FullPage = true, Timeout = 30_000 });
                return;
            }
            catch (Exception fault) when (fault is TimeoutException or PlaywrightException)
            {
                TestContext.Current.TestOutputHelper?.WriteLine($"No picture '{name}': {fault.Message}");
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
    }
}
