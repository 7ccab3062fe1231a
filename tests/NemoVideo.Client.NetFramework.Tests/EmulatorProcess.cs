using System.Collections.Concurrent;
using System.Diagnostics;
using System.Reflection;
using NemoVideo.Emulator.Configuration;

namespace NemoVideo.Client.Tests;

/// <summary>A process with an emulator. It ends when the process of the tests ends.</summary>
internal sealed class EmulatorProcess
{
    private const string Announcement = "listening on ";

    private static readonly ConcurrentDictionary<string, ConcurrentBag<EmulatorProcess>> Free = new();

    // The process ends when its input is closed, which happens when the object is collected.
    private readonly Process _process;
    private readonly ConcurrentBag<EmulatorProcess> _place;

    private EmulatorProcess(Process process, Uri url, ConcurrentBag<EmulatorProcess> place) => (_process, Url, _place) = (process, url, place);

    public Uri Url { get; }

    public HttpClient Http { get; } = new();

    /// <summary>Takes a process with these options that no other test uses, or starts one.</summary>
    public static async Task<EmulatorProcess> TakeAsync(EmulatorOptions options, CancellationToken cancellationToken)
    {
        var arguments = string.Join(" ", ToArguments(options).Select(static argument => $"\"{argument}\""));
        var place = Free.GetOrAdd(arguments, static _ => []);
        return place.TryTake(out var free) ? free : await StartAsync(arguments, place, cancellationToken);
    }

    /// <summary>Lets another test use the process.</summary>
    public void Return() => _place.Add(this);

    /// <summary>Ends the process.</summary>
    public void Stop() => _process.StandardInput.Close();

    private static async Task<EmulatorProcess> StartAsync(
        string arguments, ConcurrentBag<EmulatorProcess> place, CancellationToken cancellationToken)
    {
        var path = typeof(EmulatorProcess).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(static one => one.Key == "EmulatorPath").Value;
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", $"\"{path}\" {arguments}")
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        var process = Process.Start(start)!;
        var line = await process.StandardOutput.ReadLineAsync().WaitAsync(cancellationToken);
        var at = line?.IndexOf(Announcement, StringComparison.Ordinal) ?? -1;
        Assert.True(at > 0, $"The emulator said: {line}");
        return new EmulatorProcess(process, new Uri(line!.Substring(at + Announcement.Length)), place);
    }

    private static IEnumerable<string> ToArguments(EmulatorOptions options)
    {
        FormattableString[] values =
        [
            $"--urls {options.Urls}",
            $"--render-seconds {options.RenderTime.TotalSeconds}",
            $"--credits {options.Credits}",
            $"--silent-rate {options.SilentRate}",
            $"--dialect {options.Dialect}",
            $"--event-delay-ms {options.EventDelay.TotalMilliseconds}",
            $"--heartbeat-ms {options.HeartbeatInterval.TotalMilliseconds}",
            $"--state-lag-ms {options.StateLag.TotalMilliseconds}",
            $"--render-shape {options.RenderShape}",
        ];
        return
        [
            .. values.SelectMany(static value => FormattableString.Invariant(value).Split(' ')),
            .. options.Faults.SelectMany(static fault => new[] { "--fault", fault }),
            .. options.Tokens.SelectMany(static token => new[] { "--token", token }),
            .. options.NoOutputUrl ? new[] { "--no-output-url" } : [],
            "--end-with-input",
            "--no-ffmpeg",
        ];
    }
}
