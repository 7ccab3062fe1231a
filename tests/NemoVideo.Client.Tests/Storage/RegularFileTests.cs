using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using NemoVideo.Client.Storage;
using NemoVideo.Client.Tests.Support;

namespace NemoVideo.Client.Tests.Storage;

public sealed class RegularFileTests
{
    /// <summary>The descriptor of the file is replaced by one for which the system's fsync fails.</summary>
    [Fact]
    public void Flush_DiskRejectsData_Throws()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux has descriptors that can't be flushed.");
        const int PathOnly = 0x200000;
        using var folder = new TemporaryFolder();
        using var file = RegularFile.Create(folder.PathOf("a"));
        file.Flush(flushToDisk: true);

        using var path = Open(folder.FullName, PathOnly);
        Assert.NotEqual(-1, Duplicate((int)path.DangerousGetHandle(), (int)file.SafeFileHandle.DangerousGetHandle()));

        Assert.Throws<IOException>(() => file.Flush(flushToDisk: true));
    }

    [DllImport("libc", EntryPoint = "open", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    private static extern SafeFileHandle Open(string path, int flags);

    [DllImport("libc", EntryPoint = "dup2")]
    private static extern int Duplicate(int source, int target);
}
