namespace NemoVideo.Demo;

/// <summary>Runs a program of the demo. The first Ctrl+C cancels it instead of ending the process.</summary>
internal static class ConsoleRun
{
    public static async Task<int> RunAsync(Func<ProgressWriter, CancellationToken, Task<int>> program)
    {
        using var stop = new CancellationTokenSource();
        Console.CancelKeyPress += (_, press) =>
        {
            press.Cancel = true;
            stop.Cancel();
        };

        using var output = new ProgressWriter(Console.Out);
        return await program(output, stop.Token).ConfigureAwait(false);
    }
}
