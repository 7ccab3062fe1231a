using System.Runtime.Versioning;
using NemoVideo.Client.Errors;
using NemoVideo.Client.Files;
using NemoVideo.Client.Tests.Support;

namespace NemoVideo.Client.Tests.Files;

/// <summary>The data folder and its files are only for their owner, and a data folder that others can write to is refused, as by ssh.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class PrivateFolderTests : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Connect_NewDataFolder_IsOnlyForItsOwner()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no file modes.");
        await using var service = await TestService.StartAsync();
        var home = _folder.PathOf("home");
        using var client = await service.ConnectAsync(service.Options(home: home));
        await client.CreateSessionAsync("s", cancellationToken: TestService.Ending);

        Assert.All(Directory.GetDirectories(home).Append(home), static folder => Assert.Equal(OwnerOnly, File.GetUnixFileMode(folder)));
        Assert.All(
            Directory.GetFiles(home, "*", SearchOption.AllDirectories),
            static file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file)));
        Assert.True(File.Exists(Path.Combine(home, "client_id")));
    }

    [Theory]
    [InlineData(UnixFileMode.GroupWrite)]
    [InlineData(UnixFileMode.OtherWrite)]
    public async Task Connect_OthersCanWriteToDataFolder_ThrowsAndSendsNothing(UnixFileMode write)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no file modes.");
        await using var service = await TestService.StartAsync();
        File.SetUnixFileMode(_folder.FullName, OwnerOnly | write);

        var error = await NemoAssert.ThrowsAsync(
            NemoErrorKind.UntrustedFolder, () => service.ConnectAsync(service.Options(home: _folder.FullName)));

        Assert.Contains($"chmod go-w '{_folder.FullName}'", error.NextStep, StringComparison.Ordinal);
        Assert.Empty(service.Requests);
    }

    [Fact]
    public void Check_OthersCanOnlyReadFolder_Passes()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no file modes.");
        File.SetUnixFileMode(_folder.FullName, OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);

        Assert.Null(PrivateFolder.Check(_folder.FullName));
    }
}
