using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;

namespace NemoVideo.Acceptance.Tests.Harness;

/// <summary>A PowerShell process with the module imported. It runs scripts one after the other.</summary>
internal sealed class PowerShellSession : IAsyncDisposable
{
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(90);
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    // Processes that earlier tests no longer need.
    private static readonly ConcurrentBag<PowerShellSession> Idle = [];

    private readonly Process _process;
    private readonly Task<string> _errors;
    private bool _isBroken;

    private PowerShellSession(Process process)
    {
        _process = process;
        _errors = process.StandardError.ReadToEndAsync();
    }

    /// <summary>The ID of the process.</summary>
    public int ProcessId => _process.Id;

    /// <summary>Takes a process that another test no longer needs, or starts one.</summary>
    /// <param name="commandPrefix">A program that starts PowerShell, with its arguments, such as <c>unshare</c>. The process is then new.</param>
    public static async Task<PowerShellSession> StartAsync(params IReadOnlyList<string> commandPrefix)
    {
        if (commandPrefix.Count == 0 && Idle.TryTake(out var idle))
        {
            return idle;
        }

        var powerShell = await TestPowerShell.FindPackageAsync();
        var start = powerShell.CreateStart("-NoLogo", "-NoProfile", "-NonInteractive", "-File", TestPaths.Data("Harness", "session.ps1"), TestPaths.Module);
        if (commandPrefix.Count > 0)
        {
            start = new ProcessStartInfo(commandPrefix[0], [.. commandPrefix.Skip(1), start.FileName, .. start.ArgumentList]);
        }

        foreach (var name in start.Environment.Keys.Where(static name => name.StartsWith("NEMO_", StringComparison.Ordinal)).ToList())
        {
            start.Environment.Remove(name);
        }

        start.Environment["POWERSHELL_TELEMETRY_OPTOUT"] = "1";
        // The processes are too short for the counters that optimized code needs.
        start.Environment["DOTNET_TieredPGO"] = "0";
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        start.StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        start.StandardOutputEncoding = start.StandardErrorEncoding = Encoding.UTF8;
        var session = new PowerShellSession(Process.Start(start)!);
        await session.ReadAnswerAsync(DefaultTimeout);
        return session;
    }

    /// <summary>Runs a script to its end.</summary>
    /// <param name="script">The script. It runs in a scope of its own.</param>
    /// <param name="environment">Environment variables to set before. They stay until the process is disposed.</param>
    /// <param name="location">The current folder.</param>
    /// <param name="timeout">After this time, the process is killed and the test fails. Default: 90 seconds.</param>
    public async Task<PowerShellOutput> RunAsync(
        string script, IReadOnlyDictionary<string, string?>? environment = null, string? location = null, TimeSpan? timeout = null)
    {
        _isBroken = true;
        var request = JsonSerializer.Serialize(new { Script = script, Environment = environment ?? new Dictionary<string, string?>(), Location = location });
        await _process.StandardInput.WriteLineAsync(request);
        await _process.StandardInput.FlushAsync();
        var (answer, console) = await ReadAnswerAsync(timeout ?? DefaultTimeout);
        _isBroken = false;
        return JsonSerializer.Deserialize<PowerShellOutput>(answer, Json)! with { Console = console };
    }

    /// <summary>Kills the process at once (SIGKILL).</summary>
    public void Kill()
    {
        _isBroken = true;
        _process.Kill();
        _process.WaitForExit();
    }

    /// <summary>Does what a terminal does for Ctrl+C (SIGINT), and waits for the end of the process. The script ends too.</summary>
    /// <param name="limit">The test fails if the process is still running after this time.</param>
    public async Task InterruptAsync(TimeSpan limit)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no SIGINT.");
        _isBroken = true;
        using var signal = Process.Start("sh", ["-c", $"kill -INT {_process.Id}"]);
        await signal.WaitForExitAsync();
        try
        {
            await _process.WaitForExitAsync().WaitAsync(limit);
        }
        catch (TimeoutException)
        {
            Assert.Fail($"PowerShell was still running {limit.TotalSeconds} seconds after Ctrl+C.");
        }
    }

    /// <summary>Keeps the process for another test, unless it was killed or runs a script.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_isBroken && !_process.HasExited && _process.StartInfo.FileName == (await TestPowerShell.FindPackageAsync()).FileName)
        {
            await RunAsync("Disconnect-Nemo -ErrorAction Ignore; Remove-Item Env:NEMO_*; [GC]::Collect()", location: Path.GetTempPath());
            Idle.Add(this);
            return;
        }

        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private async Task<(string Answer, string Console)> ReadAnswerAsync(TimeSpan timeout)
    {
        var console = new StringBuilder();
        using var deadline = new CancellationTokenSource(timeout);
        try
        {
            while (await _process.StandardOutput.ReadLineAsync(deadline.Token) is { } line)
            {
                if (line.StartsWith("@@", StringComparison.Ordinal))
                {
                    return (line[2..], console.ToString());
                }

                console.AppendLine(line);
            }
        }
        catch (OperationCanceledException)
        {
            _process.Kill(entireProcessTree: true);
            throw new HarnessException($"PowerShell was killed after {timeout}: {console}{await _errors}");
        }

        throw new HarnessException($"PowerShell has ended: {console}{await _errors}");
    }
}
