using System.Diagnostics;
using Microsoft.Playwright;

namespace NemoVideo.Screenshots;

/// <summary>Takes screenshots of pages in Chromium.</summary>
internal sealed class PageCamera : IAsyncDisposable
{
    private const int Width = 1280;

    // Shows a frame with a title. Without seeking, Chromium shows that it loads the video.
    private const string SeekVideos = """
        () => Promise.all([...document.querySelectorAll('video')].map((video) => new Promise((resolve) => {
          video.preload = 'auto';
          video.addEventListener('seeked', () => setTimeout(resolve, 1000), { once: true });
          video.currentTime = 1.5;
        })))
        """;

    private readonly string _ffmpeg;
    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;

    private PageCamera(string ffmpeg, IPlaywright playwright, IBrowser browser) =>
        (_ffmpeg, _playwright, _browser) = (ffmpeg, playwright, browser);

    public static async Task<PageCamera> StartAsync(RequiredPrograms programs)
    {
        var playwright = await Playwright.CreateAsync();
        return new(programs.Ffmpeg, playwright, await playwright.Chromium.LaunchAsync(new() { ExecutablePath = programs.Chromium }));
    }

    /// <summary>Saves the upper part of a page on a laptop as PNG with 256 colors, which is a third as large as with all colors.</summary>
    /// <param name="page">The URL of the page.</param>
    /// <param name="path">The file.</param>
    /// <param name="height">The height of the picture.</param>
    /// <param name="isDark">Whether the display is dark.</param>
    /// <param name="arrange">Prepares the page; null for nothing.</param>
    public async Task TakeAsync(Uri page, string path, int height, bool isDark, Func<IPage, Task>? arrange = null)
    {
        await using var context = await _browser.NewContextAsync(new()
        {
            ViewportSize = new() { Width = Width, Height = height },
            ColorScheme = isDark ? ColorScheme.Dark : ColorScheme.Light,
        });
        var view = await context.NewPageAsync();
        await view.GotoAsync(page.AbsoluteUri);
        await view.EvaluateAsync(SeekVideos);
        await (arrange?.Invoke(view) ?? Task.CompletedTask);
        await File.WriteAllBytesAsync(path, await ReduceColorsAsync(await view.ScreenshotAsync()));
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.CloseAsync();
        _playwright.Dispose();
    }

    private async Task<byte[]> ReduceColorsAsync(byte[] picture)
    {
        var folder = Directory.CreateTempSubdirectory("nemo-picture-");
        try
        {
            var (before, after) = (Path.Combine(folder.FullName, "before.png"), Path.Combine(folder.FullName, "after.png"));
            await File.WriteAllBytesAsync(before, picture);
            const string Colors = "split[a][b];[a]palettegen[palette];[b][palette]paletteuse=dither=none";
            using var process = Process.Start(_ffmpeg, ["-nostdin", "-loglevel", "error", "-i", before, "-vf", Colors, after]);
            await process.WaitForExitAsync();
            return process.ExitCode == 0
                ? await File.ReadAllBytesAsync(after)
                : throw new IOException("ffmpeg can't reduce the colors of a screenshot.");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
