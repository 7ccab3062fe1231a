using System.Security.Cryptography;
using NemoVideo.Client.Errors;
using NemoVideo.Client.Http;
using NemoVideo.Client.Tests.Support;

namespace NemoVideo.Client.Tests.Uploads;

/// <summary>Files that change during an upload: either the original content arrives completely, or nothing does.</summary>
public sealed class UploadChangeTests
{
    private const int Length = 1_000_000;

    [Theory]
    [InlineData("grows")]
    [InlineData("shrinks")]
    [InlineData("is emptied")]
    [InlineData("is written over")]
    public async Task UploadFile_FileChangesDuringUpload_ThrowsAndAddsNothingToSession(string change)
    {
        await using var service = await TestService.StartAsync();
        var (client, session) = await service.ConnectWithSessionAsync();
        var path = service.Folder.Write("beach.mp4", Length);

        var error = await NemoAssert.ThrowsAsync(NemoErrorKind.FileInUse,
            () => client.UploadFileAsync(session.Id, path, Once(() => Change(path, change)), cancellationToken: TestService.Ending));

        Assert.StartsWith($"'{path}' is changing", error.Message, StringComparison.Ordinal);
        var state = await client.GetStateAsync(session.Id, TestService.Ending);
        Assert.False(state.IsReady);
        Assert.Equal(0, state.State.GetProperty("video_infos").GetArrayLength());

        // The next file can be uploaded, and so can this one once it no longer changes.
        await client.UploadFileAsync(session.Id, service.Folder.Write("city.mp4", 1000), cancellationToken: TestService.Ending);
        await client.UploadFileAsync(session.Id, service.Folder.Write("beach.mp4", Length), cancellationToken: TestService.Ending);
        Assert.Equal(2, (await client.GetStateAsync(session.Id, TestService.Ending)).State.GetProperty("video_infos").GetArrayLength());
    }

    [Theory]
    [InlineData("is deleted")]
    [InlineData("is replaced")]
    public async Task UploadFile_MovedOrDeletedDuringUpload_ArrivesUnchanged(string change)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows lets nobody take away the name of a file that is read.");
        await using var service = await TestService.StartAsync();
        var (client, session) = await service.ConnectWithSessionAsync();
        var path = service.Folder.Write("beach.mp4", Length);
        var hash = Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(path, TestService.Ending)));

        var media = await client.UploadFileAsync(session.Id, path, Once(() => Change(path, change)), cancellationToken: TestService.Ending);

        Assert.Equal(hash, media.Hash);
    }

    private static void Change(string path, string change)
    {
        switch (change)
        {
            case "is deleted":
                File.Delete(path);
                break;
            case "is replaced":
                File.WriteAllBytes(path + ".new", new byte[Length]);
                File.Move(path + ".new", path, overwrite: true);
                break;
            default:
                using (var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
                {
                    file.SetLength(change switch { "shrinks" => Length / 2, "is emptied" => 0, _ => Length });
                    file.Position = change == "grows" ? Length : Length - 1;
                    if (change is "grows" or "is written over")
                    {
                        file.WriteByte(1);
                    }
                }

                break;
        }
    }

    private static ProgressLog<TransferProgress> Once(Action act)
    {
        var isDone = false;
        return new ProgressLog<TransferProgress>(_ =>
        {
            if (!isDone)
            {
                isDone = true;
                act();
            }
        });
    }
}
