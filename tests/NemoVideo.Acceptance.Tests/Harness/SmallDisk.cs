using System.Diagnostics;

namespace NemoVideo.Acceptance.Tests.Harness;

/// <summary>
/// A setup whose process sees a disk of its own: a file system in memory. It needs Linux and the right to create one, as root or, if the
/// system allows it, as any user.
/// </summary>
internal sealed class SmallDisk : IAsyncDisposable
{
    private const string NotTested = "FULL AND READ-ONLY DISKS ARE NOT TESTED: ";

    private readonly string _path;

    private SmallDisk(TestSetup setup)
    {
        TestSetup = setup;
        _path = setup.Folder.Create("disk");
    }

    public TestSetup TestSetup { get; }

    // Other processes don't see the file system, except through this one.
    private string PathFromOutside => $"/proc/{TestSetup.Session.ProcessId}/root{_path}";

    /// <summary>Starts a setup, or skips the test with the reason.</summary>
    public static async Task<SmallDisk> StartAsync(SharedEmulator shared)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), NotTested + "only Linux can give a process its own file system");
        string[] refusals = [];
        foreach (var how in new[] { "-rm", "-m" })
        {
            var refusal = await RunAsync("unshare", how, "mount", "-t", "tmpfs", "-o", "size=4k", "tmpfs", "/mnt");
            if (refusal is null)
            {
                return new SmallDisk(await shared.StartAsync("unshare", how));
            }

            refusals = [.. refusals, refusal];
        }

        Assert.Skip(NotTested + string.Join("; ", refusals));
        return null;
    }

    /// <summary>Replaces the disk by an empty one. Scripts reach it as the folder <c>disk</c>.</summary>
    public async Task MountAsync(string size) => (await TestSetup.RunAsync(
        $$"""
        if (mountpoint '{{_path}}' | Select-String 'is a mount') { umount '{{_path}}' }
        mount -t tmpfs -o size={{size}},mode=700 tmpfs '{{_path}}'
        """)).WithoutErrors();

    /// <summary>Changes options of the disk, such as <c>ro</c> or <c>size=1m</c>, and keeps its files.</summary>
    public async Task RemountAsync(string options) => (await TestSetup.RunAsync($"mount -o remount,{options} '{_path}'")).WithoutErrors();

    /// <summary>Fills the disk to its last byte.</summary>
    public void Fill()
    {
        using var filler = new FileStream(Path.Combine(PathFromOutside, "filler"), FileMode.Append, FileAccess.Write, FileShare.None, 1);
        foreach (var size in new[] { 65536, 4096, 1 })
        {
            try
            {
                while (true)
                {
                    filler.Write(new byte[size]);
                }
            }
            catch (IOException)
            {
                // Full for this size.
            }
        }
    }

    /// <summary>Frees the space that <see cref="Fill"/> took.</summary>
    public void Free() => File.Delete(Path.Combine(PathFromOutside, "filler"));

    /// <summary>The names of the files in a subfolder of the disk, in ordinal order.</summary>
    public IReadOnlyList<string> Files(string name)
    {
        var folder = new DirectoryInfo(Path.Combine(PathFromOutside, name));
        return folder.Exists ? [.. folder.GetFiles().Select(static file => file.Name).Order(StringComparer.Ordinal)] : [];
    }

    public ValueTask DisposeAsync() => TestSetup.DisposeAsync();

    private static async Task<string?> RunAsync(string program, params IReadOnlyList<string> arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
            var errors = await process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync();
            return process.ExitCode == 0 ? null : $"{program} {arguments[0]} failed: {errors.Trim()}";
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            return exception.Message;
        }
    }
}
