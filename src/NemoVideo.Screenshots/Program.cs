using System.ComponentModel;
using Microsoft.Playwright;
using NemoVideo.Screenshots;

// The command line: the root of the repository, and the folder for the screenshots.
if (args is not [var repository, var destination])
{
    await Console.Error.WriteLineAsync("Usage: NemoVideo.Screenshots <repository> <destination>");
    return 1;
}

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, press) =>
{
    press.Cancel = true;
    stop.Cancel();
};
try
{
    var programs = RequiredPrograms.FindAll();
    await new ScreenshotRun(programs, Path.GetFullPath(repository), Path.GetFullPath(destination)).MakeAsync(stop.Token);
    foreach (var file in Screenshot.Names.Select(name => new FileInfo(Path.Combine(destination, name))))
    {
        Console.WriteLine($"{file.FullName}  {file.Length:N0} bytes");
    }

    return 0;
}
catch (FileNotFoundException exception)
{
    await Console.Error.WriteLineAsync($"SCREENSHOTS SKIPPED: {exception.Message}");
    return 1;
}
catch (Exception exception) when (exception is IOException or InvalidOperationException or FormatException or Win32Exception
    or OperationCanceledException or PlaywrightException)
{
    await Console.Error.WriteLineAsync($"The screenshots weren't made. {exception.Message}");
    return 1;
}
