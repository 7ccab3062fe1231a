using NemoVideo.Demo;

return await ConsoleRun.RunAsync((output, stop) => new Launcher(output).RunAsync(stop));
