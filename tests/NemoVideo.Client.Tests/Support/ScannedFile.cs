namespace NemoVideo.Client.Tests.Support;

/// <summary>A file that another program, such as a virus scanner, has open without sharing it (people.md 21).</summary>
internal sealed class ScannedFile : IDisposable
{
    private readonly FileStream _file;
    private readonly CancellationTokenSource _end = new();

    /// <param name="path">The path of the file.</param>
    /// <param name="time">When the program closes the file; null for never.</param>
    public ScannedFile(string path, TimeSpan? time)
    {
        _file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.None);
        _end.Token.Register(_file.Dispose);
        _end.CancelAfter(time ?? Timeout.InfiniteTimeSpan);
    }

    /// <summary>A scan that ends soon.</summary>
    public static ScannedFile ForAMoment(string path) => new(path, TimeSpan.FromMilliseconds(300));

    public void Dispose()
    {
        _file.Dispose();
        _end.Dispose();
    }
}
