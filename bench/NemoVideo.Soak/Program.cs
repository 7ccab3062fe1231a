using NemoVideo.Soak;

if (SoakOptions.Parse(args) is not { } options)
{
    await Console.Error.WriteLineAsync(SoakOptions.Usage);
    return 2;
}

using var timeUp = new CancellationTokenSource();
using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, press) =>
{
    // The first Ctrl+C ends the load; rounds in progress are completed and checked. The second one stops everything.
    press.Cancel = true;
    (timeUp.IsCancellationRequested ? stop : timeUp).Cancel();
};

try
{
    return await SoakRun.RunAsync(options, Console.Out, timeUp, stop.Token) ? 0 : 1;
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    await Console.Out.WriteLineAsync("Stopped. The results were not checked.");
    return 130;
}
