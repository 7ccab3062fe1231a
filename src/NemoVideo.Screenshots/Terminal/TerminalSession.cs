using System.ComponentModel;
using System.Diagnostics;

namespace NemoVideo.Screenshots.Terminal;

/// <summary>PowerShell in a terminal, as a user sees it. tmux is the terminal.</summary>
internal sealed class TerminalSession : IAsyncDisposable
{
    private const string Prompt = "PS>";
    private const string Ready = "ready";
    private const int Lines = 60;
    private static readonly TimeSpan CommandTimeout = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(100);

    private readonly string _tmux;
    private readonly string _socket;

    private TerminalSession(string tmux, string socket) => (_tmux, _socket) = (tmux, socket);

    /// <summary>Starts PowerShell, and waits for its prompt.</summary>
    /// <param name="programs">The programs.</param>
    /// <param name="columns">The width of the terminal.</param>
    /// <param name="home">A folder for the files of the session.</param>
    /// <param name="startCommands">What PowerShell runs before its first prompt.</param>
    /// <param name="environment">Environment variables of PowerShell. A variable without a value is removed.</param>
    /// <param name="cancellationToken">Cancels the start.</param>
    public static async Task<TerminalSession> StartAsync(
        RequiredPrograms programs,
        int columns,
        string home,
        IEnumerable<string> startCommands,
        IEnumerable<(string Name, string? Value)> environment,
        CancellationToken cancellationToken)
    {
        // The prompt also reports to tmux that the previous command is complete.
        var script = Path.Combine(home, "start.ps1");
        string[] commands =
        [
            .. startCommands,
            "Set-PSReadLineOption -HistorySaveStyle SaveNothing -PredictionSource None",
            $"function prompt {{ tmux wait-for -S {Ready}; '{Prompt} ' }}",
            "Clear-Host",
        ];
        await File.WriteAllLinesAsync(script, commands, cancellationToken);

        var session = new TerminalSession(programs.Tmux, Path.Combine(home, "tmux"));
        (string Name, string? Value)[] all =
            [("LANG", "C.UTF-8"), ("TERM", "xterm-256color"), ("POWERSHELL_UPDATECHECK", "Off"), ("NO_COLOR", null), .. environment];
        var start = all.Where(static one => one.Value is null).SelectMany(static one => new[] { "-u", one.Name })
            .Concat(all.Where(static one => one.Value is not null).Select(static one => $"{one.Name}={one.Value}"))
            .Concat([programs.PowerShell, "-NoLogo", "-NoProfile", "-NoExit", "-File", script]);
        await session.RunTmuxAsync(
            ["-f", "/dev/null", "new-session", "-d", "-x", $"{columns}", "-y", $"{Lines}", "env", .. start], cancellationToken);
        await session.WaitForPromptAsync(cancellationToken);
        return session;
    }

    /// <summary>Types a command, and waits until it is complete.</summary>
    public async Task RunAsync(string command, CancellationToken cancellationToken)
    {
        await RunTmuxAsync(["send-keys", "-l", command], cancellationToken);
        await RunTmuxAsync(["send-keys", "Enter"], cancellationToken);
        await WaitForPromptAsync(cancellationToken);
    }

    /// <summary>Runs commands on an empty screen.</summary>
    /// <returns>The screen with its escape sequences, without the last prompt.</returns>
    public async Task<string> ShowAsync(IEnumerable<string> commands, CancellationToken cancellationToken)
    {
        await RunAsync("Clear-Host", cancellationToken);
        foreach (var command in commands)
        {
            await RunAsync(command, cancellationToken);
        }

        var screen = (await RunTmuxAsync(["capture-pane", "-e", "-p"], cancellationToken)).TrimEnd();
        return screen[..screen.LastIndexOf(Prompt, StringComparison.Ordinal)].TrimEnd();
    }

    public async ValueTask DisposeAsync() => await RunTmuxAsync(["kill-server"], CancellationToken.None);

    private async Task WaitForPromptAsync(CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(CommandTimeout);
        await RunTmuxAsync(["wait-for", Ready], timeout.Token);

        // The terminal can be a moment behind the report.
        while ((await RunTmuxAsync(["capture-pane", "-p"], timeout.Token)).TrimEnd().Split('\n')[^1] != Prompt)
        {
            await Task.Delay(PollInterval, timeout.Token);
        }
    }

    private async Task<string> RunTmuxAsync(IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(_tmux, ["-u", "-S", _socket, .. arguments])
        {
            RedirectStandardOutput = true,
            StandardOutputEncoding = Encoding.UTF8,
        };
        using var process = Process.Start(start) ?? throw new Win32Exception("tmux could not be started.");
        try
        {
            var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            return process.ExitCode == 0 ? output : throw new InvalidOperationException($"tmux failed with exit code {process.ExitCode}.");
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
            }
        }
    }
}
