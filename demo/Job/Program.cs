using NemoVideo.Demo;

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, press) =>
{
    press.Cancel = true;
    stop.Cancel();
};

using var output = new ProgressWriter(Console.Out);
return await new DemoRun(output).RunAsync(stop.Token);
