using System.Runtime.InteropServices;

namespace NemoVideo.Emulator;

/// <summary>The command line: runs one emulator until it is stopped.</summary>
internal static class Program
{
    private static async Task<int> Main(string[] args)
    {
        if (args.Any(arg => arg is "--help" or "-h" or "-?"))
        {
            Console.WriteLine(CommandLine.Usage);
            return 0;
        }

        using var stop = new CancellationTokenSource();
        try
        {
            var options = CommandLine.Parse(args);
            void Stop(PosixSignalContext signal)
            {
                signal.Cancel = true;
                if (signal.Signal == PosixSignal.SIGTERM || !options.StopsAtEndOfInput)
                {
                    stop.Cancel();
                }
            }

            using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
            using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
            await using var host = await EmulatorHost.StartAsync(options, stop.Token);
            Console.WriteLine($"NemoVideo emulator listening on {host.Url.GetLeftPart(UriPartial.Authority)}");
            await using var input = Console.OpenStandardInput();
            var end = options.StopsAtEndOfInput ? input.CopyToAsync(Stream.Null, stop.Token) : Task.Delay(Timeout.Infinite, stop.Token);
            await end.WaitAsync(stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return 0;
        }
        catch (FormatException problem)
        {
            await Console.Error.WriteLineAsync($"{problem.Message}{Environment.NewLine}{Environment.NewLine}{CommandLine.Usage}");
            return 2;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or CryptographicException)
        {
            await Console.Error.WriteLineAsync($"The emulator can't start: {problem.Message}");
            return 1;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return 0;
        }
    }
}
