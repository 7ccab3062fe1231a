using NemoVideo.Demo;

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, press) =>
{
    press.Cancel = true;
    stop.Cancel();
};

return await new DemoRun(Console.Out).RunAsync(stop.Token);
