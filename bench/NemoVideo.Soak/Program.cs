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
    // The first one ends the load, and what has begun is finished and checked; the second one ends all at once.
    press.Cancel = true;
    (timeUp.IsCancellationRequested ? stop : timeUp).Cancel();
};

try
{
    return await new SoakRun(options, Console.Out).RunAsync(timeUp, stop.Token) ? 0 : 1;
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    await Console.Out.WriteLineAsync("Stopped: nothing is judged.");
    return 130;
}
