using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using NemoVideo.Client.Exports;

namespace NemoVideo.Client.Tests.Support;

/// <summary>
/// A separate process that writes to a journal. It starts this assembly again, which writes records instead of running tests.
/// </summary>
internal static class JournalWriter
{
    private const string PathVariable = "NEMO_TEST_JOURNAL";
    private const string NameVariable = "NEMO_TEST_JOURNAL_NAME";
    private const string CountVariable = "NEMO_TEST_JOURNAL_COUNT";

    /// <summary>Starts a process that writes a number of operations, and waits for its end.</summary>
    public static async Task RunAsync(string path, string name, int count)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet")
        {
            ArgumentList = { typeof(JournalWriter).Assembly.Location },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment[PathVariable] = path;
        start.Environment[NameVariable] = name;
        start.Environment[CountVariable] = count.ToString(CultureInfo.InvariantCulture);
        using var process = Process.Start(start)!;
        try
        {
            var output = await process.StandardOutput.ReadToEndAsync(Workbench.Ending) + await process.StandardError.ReadToEndAsync(Workbench.Ending);
            await process.WaitForExitAsync(Workbench.Ending);
            Assert.True(process.ExitCode == 0 && output.Length == 0, $"The writer ended with {process.ExitCode} and said: {output}");
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
            }
        }
    }

    // While the module initializer runs, no other thread can enter this assembly. All work here is on this thread and waits only for the client.
    [ModuleInitializer]
    internal static void Write()
    {
        if (Environment.GetEnvironmentVariable(PathVariable) is not { Length: > 0 } path)
        {
            return;
        }

        var name = Environment.GetEnvironmentVariable(NameVariable);
        var count = int.Parse(Environment.GetEnvironmentVariable(CountVariable)!, CultureInfo.InvariantCulture);
        var journal = new FileJournal(() => path, TimeProvider.System, Console.Error.WriteLine);
        for (var number = 0; number < count; number++)
        {
            foreach (var step in new[] { JournalStep.Begun, JournalStep.Unknown })
            {
                var line = JournalLine.Create($"{name}{number}", DateTimeOffset.UtcNow, step, JournalKind.Render, new JsonObject { ["render"] = $"{name}{number}" }, static text => text);
                journal.AppendAsync(line, CancellationToken.None).GetAwaiter().GetResult();
            }
        }

        Environment.Exit(0);
    }
}
