using NemoVideo.Demo;

return await ConsoleRun.RunAsync((output, stop) => new DemoRun(output).RunAsync(stop));
