using System.Runtime.InteropServices;

namespace NemoVideo.Emulator;

/// <summary>The command line: runs one emulator until it is stopped.</summary>
internal static class Program
{
    private static async Task<int> Main(string[] args)
    {
        if (!CommandLine.TryParse(args, out var options, out var message))
        {
            await (message is null ? Console.Out : Console.Error).WriteLineAsync(CommandLine.Explain(message));
            return message is null ? 0 : 2;
        }

        using var stop = new CancellationTokenSource();
        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stop.Cancel();
        }

        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, options.StopsAtEndOfInput ? static signal => signal.Cancel = true : Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        try
        {
            await using var host = await EmulatorHost.StartAsync(options, stop.Token);
            Console.WriteLine($"NemoVideo emulator listening on {host.Url.GetLeftPart(UriPartial.Authority)}");
            var end = options.StopsAtEndOfInput ? WaitForInputEndAsync(stop.Token) : Task.Delay(Timeout.Infinite, stop.Token);
            await end.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return 0;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"The emulator can't start: {problem.Message}");
            return 1;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return 0;
        }
    }

    private static async Task WaitForInputEndAsync(CancellationToken cancellationToken)
    {
        await using var input = Console.OpenStandardInput();
        await input.CopyToAsync(Stream.Null, cancellationToken).WaitAsync(cancellationToken);
    }
}
