using Microsoft.Playwright;
using NemoVideo.Emulator;
using NemoVideo.Emulator.Configuration;
using NemoVideo.Screenshots.Terminal;

namespace NemoVideo.Screenshots;

/// <summary>Makes the screenshots from a real run: the module in PowerShell, with the clips of the samples, on the emulator.</summary>
/// <param name="programs">The programs.</param>
/// <param name="repository">The root of the repository, with the built module.</param>
/// <param name="destination">The folder for the screenshots.</param>
internal sealed class ScreenshotRun(RequiredPrograms programs, string repository, string destination)
{
    private const int Columns = 100;
    private const int ReportHeight = 1080;
    private const int SessionHeight = 900;

    // The screenshots show this path, so it contains no user name.
    private const string Clips = "/tmp/clips";

    private const string CreateCommand = "Get-ChildItem *.mp4 | New-NemoVideo 'trim the pauses, add a title' -Destination out";
    private const string PlanCommand = $"{CreateCommand} -Plan";

    private static readonly string[] EditCommands =
    [
        CreateCommand,
        "Send-NemoUpload *.mp4",
        "Invoke-NemoEdit 'trim to 8s, title \"A day at sea\", lo-fi music' -ResultOnly",
    ];

    private static readonly string[] FileCommands =
    [
        $"Get-NemoState | Export-NemoTimeline {Screenshot.Timeline}",
        "Start-NemoExport | Wait-NemoExport -Destination out",
        "Set-Content -Path interview.mp4 -Value 'a damaged clip'",
        "Get-ChildItem *.mp4 | New-NemoVideo 'trim to 4s, title \"Ahoy\", lo-fi music' -Destination report -IncludeEvent "
            + "-ErrorAction SilentlyContinue | Export-NemoReport report/report.html",
    ];

    /// <summary>Makes all screenshots.</summary>
    public async Task MakeAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(destination);
        var home = Directory.CreateTempSubdirectory("nemo-screenshots-");
        CopyClips();
        try
        {
            EmulatorOptions options = new()
            {
                Credits = 2000,
                SilentRate = 0,
                EventDelay = TimeSpan.FromMilliseconds(150),
                RenderTime = TimeSpan.FromSeconds(1),
            };
            await using var emulator = await EmulatorHost.StartAsync(options, cancellationToken);
            await using var terminal = await StartTerminalAsync(emulator, home.FullName, cancellationToken);
            await using var camera = await PageCamera.StartAsync(programs);

            const string PlanTitle = "PowerShell shows the plan of two videos";
            await ShowAsync(terminal, Screenshot.Plan, PlanTitle, [PlanCommand], cancellationToken);
            const string EditTitle = "PowerShell creates two videos, and shows a timeline before and after an edit";
            await ShowAsync(terminal, Screenshot.Edit, EditTitle, EditCommands, cancellationToken);
            const string StateTitle = "PowerShell shows the timeline of a session";
            await ShowAsync(terminal, Screenshot.State, StateTitle, ["Get-NemoState"], cancellationToken);
            foreach (var command in FileCommands)
            {
                await terminal.RunAsync(command, cancellationToken);
            }

            Uri report = new(Path.Combine(Clips, "report", "report.html"));
            Uri session = new(emulator.Url, $"session/{emulator.Sessions[0].Id}");
            File.Copy(Path.Combine(Clips, Screenshot.Timeline), PathOf(Screenshot.Timeline), overwrite: true);
            await camera.TakeAsync(report, PathOf(Screenshot.Report), ReportHeight, isDark: false, CloseVideosAsync);
            foreach (var isDark in (bool[])[false, true])
            {
                var sessionPicture = PathOf(isDark ? Screenshot.EmulatorDark : Screenshot.Emulator);
                await camera.TakeAsync(session, sessionPicture, SessionHeight, isDark);
            }
        }
        finally
        {
            Directory.Delete(Clips, recursive: true);
            home.Delete(recursive: true);
        }
    }

    /// <summary>Closes the details, so that all videos of the report are visible. Then no control has the pointer or the focus.</summary>
    private static async Task CloseVideosAsync(IPage page)
    {
        await page.EvaluateAsync("document.querySelectorAll('details').forEach((job) => job.open = false)");
        await page.Mouse.MoveAsync(0, 0);
        await page.EvaluateAsync("document.activeElement.blur()");
    }

    private async Task ShowAsync(
        TerminalSession terminal, string name, string title, IReadOnlyList<string> commands, CancellationToken cancellationToken)
    {
        var screen = await terminal.ShowAsync(commands, cancellationToken);
        await File.WriteAllTextAsync(PathOf(name), TerminalSvg.Draw(TerminalScreen.Read(screen), Columns, title), cancellationToken);
    }

    private Task<TerminalSession> StartTerminalAsync(EmulatorHost emulator, string home, CancellationToken cancellationToken)
    {
        string[] start =
        [
            $"Import-Module '{Path.Combine(repository, "output", "NemoVideo")}'",
            $"Set-Location {Clips}",
            "$null = Connect-Nemo",
            "$PSDefaultParameterValues['*:PollIntervalSec'] = 1",
            "$null = New-NemoSession 'Boat trip'",
        ];
        return TerminalSession.StartAsync(
            programs,
            Columns,
            home,
            start,
            [("NEMO_HOME", home), ("NEMO_API_URL", emulator.Url.AbsoluteUri), ("NEMO_TOKEN", null), ("NEMO_CLIENT_ID", null)],
            cancellationToken);
    }

    private void CopyClips()
    {
        if (Directory.Exists(Clips))
        {
            throw new IOException($"The folder {Clips} already exists. Rename it, because the screenshots are made in a new folder at this path.");
        }

        Directory.CreateDirectory(Clips);
        foreach (var clip in Directory.EnumerateFiles(Path.Combine(repository, "samples", "clips"), "*.mp4"))
        {
            File.Copy(clip, Path.Combine(Clips, Path.GetFileName(clip)));
        }
    }

    private string PathOf(string name) => Path.Combine(destination, name);
}
