using System.Diagnostics;

namespace NemoVideo.Client.Tests.Support;

/// <summary>A file that another process has locked. Any user can do this to a file that they can read.</summary>
public sealed class LockedFile : IDisposable
{
    private readonly Process _locking;

    public LockedFile(string path)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/flock"), "flock is not installed.");
        _locking = Process.Start(new ProcessStartInfo("flock", ["-x", path, "sh", "-c", "echo locked; exec sleep 60"]) { RedirectStandardOutput = true })!;
        Assert.Equal("locked", _locking.StandardOutput.ReadLine());
    }

    public void Dispose()
    {
        _locking.Kill(entireProcessTree: true);
        _locking.Dispose();
    }
}
