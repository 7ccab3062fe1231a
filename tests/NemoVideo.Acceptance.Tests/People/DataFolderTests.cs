using System.Diagnostics;

namespace NemoVideo.Acceptance.Tests.People;

/// <summary>A data folder that belongs to somebody else, or whose file system ignores modes (people.md 20). They need root.</summary>
public sealed class DataFolderTests(SharedEmulator shared) : IClassFixture<SharedEmulator>
{
    private const string Create = "New-NemoVideo 'make it square' -Destination out -Path a.mp4";

    [Theory]
    [Trait("Source", "The attack round of design.md")]
    [InlineData(false)]
    [InlineData(true)]
    public async Task NewNemoVideo_DataFolderOfAnotherUser_IsRefusedBeforeACharge(bool isLink)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Only root can give a folder away.");
        await using var setup = await shared.StartAsync();
        setup.Folder.AddClip("a.mp4");
        File.WriteAllText(Path.Combine(setup.Home, "client_id"), "planted");
        await RunAsync("chown", "-R", "65534", setup.Home);
        Directory.CreateSymbolicLink(setup.Folder["link"], setup.Home);
        setup.Environment["NEMO_HOME"] = isLink ? setup.Folder["link"] : setup.Home;

        var output = await setup.RunConnectedAsync(Create);

        Assert.Equal("NemoUntrustedFolder", output.Errors[0].Id);
        Assert.Empty(await shared.SessionsAsync());
        Assert.DoesNotContain(await setup.Emulator.RequestsAsync(), static request => request.Headers.ContainsValue("planted"));
    }

    [Theory]
    [Trait("Source", "aks-engine 1494")]
    [Trait("Source", "WSL 3133")]
    [InlineData("umask=000")]
    [InlineData("umask=000,uid=65534")]
    [InlineData("umask=022,uid=65534")]
    public async Task NewNemoVideo_VolumeWithoutModes_WorksWithOneWarning(string options)
    {
        Assert.SkipUnless(
            OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess && File.Exists("/usr/bin/ntfs-3g") && File.Exists("/dev/fuse"),
            "A VOLUME WITHOUT MODES IS NOT TESTED: it needs root and ntfs-3g.");
        await using var setup = await shared.StartAsync("unshare", "-m");
        setup.Folder.AddClip("a.mp4");
        var (image, volume) = (setup.Folder["image"], setup.Folder.Create("volume"));
        await RunAsync("truncate", "-s", "16M", image);
        await RunAsync("mkntfs", "-F", "-Q", "-q", image);
        setup.Environment["NEMO_HOME"] = Path.Combine(volume, "home");

        var first = await setup.RunConnectedAsync($"ntfs-3g '{image}' '{volume}' -o {options}; Connect-Nemo -Option $quick 6> $null; {Create}");
        var second = await setup.RunConnectedAsync($"{Create}; umount '{volume}'");

        Assert.Contains("ignores permissions", Assert.Single(first.WithoutErrors().Warnings), StringComparison.Ordinal);
        Assert.Equal(("Succeeded", "AlreadyDone"), (first.Values("Status")[0], second.WithoutErrors().Values("Status")[0]));
        Assert.Equal(1, await shared.MessageCountAsync());
    }

    private static async Task RunAsync(string program, params IReadOnlyList<string> arguments)
    {
        using var process = Process.Start(program, arguments);
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
    }
}
