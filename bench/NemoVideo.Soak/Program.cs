using NemoVideo.Soak;

if (!SoakOptions.TryParse(args, out var options, out var problem))
{
    await (problem is null ? Console.Out : Console.Error).WriteLineAsync(problem is null ? SoakOptions.Usage : $"{problem}\n\n{SoakOptions.Usage}");
    return problem is null ? 0 : 2;
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
    return await new SoakRun(options, Console.Out).RunAsync(timeUp, stop.Token) ? 0 : 1;
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    await Console.Out.WriteLineAsync("Stopped. The results were not checked.");
    return 130;
}
