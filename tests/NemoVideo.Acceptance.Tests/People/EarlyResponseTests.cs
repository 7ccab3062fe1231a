namespace NemoVideo.Acceptance.Tests.People;

/// <summary>A server responds before it has received the whole file, and closes the connection (people.md 13).</summary>
public sealed class EarlyResponseTests(SharedEmulator emulator) : IClassFixture<SharedEmulator>
{
    private const int FileByteCount = 60_000_000;
    private const int ReceivedByteCount = 64 * 1024;

    [Theory]
    [Trait("Source", "dotnet/runtime 119350")]
    [InlineData("413 Payload Too Large", "NemoFileTooLarge", "a.mp4")]
    [InlineData("401 Unauthorized", "NemoAuthenticationFailed", "token")]
    [InlineData("507 Insufficient Storage", "NemoServiceFailure", "507")]
    public async Task SendNemoUpload_ResponseBeforeEndOfFile_IsReadAndFileSentOnce(string status, string errorId, string fact)
    {
        await using var setup = await emulator.StartAsync();
        await using var gateway = RawServer.Start(async request =>
        {
            if (!IsUpload(request))
            {
                await request.ForwardAsync(setup.Emulator.Url);
                return false;
            }

            await request.ReadBodyAsync(ReceivedByteCount);
            await request.RespondAsync($"HTTP/1.1 {status}\nContent-Type: text/html\nConnection: close", [.. "Rejected"u8]);
            return false;
        });
        setup.Environment["NEMO_API_URL"] = gateway.Url.AbsoluteUri;
        setup.Environment["NEMO_TOKEN"] = Emulator.UserToken;
        AddLongClip(setup.Folder, "a.mp4");

        var output = await setup.RunConnectedAsync("Send-NemoUpload a.mp4 -SessionPerFile");

        var error = Assert.Single(output.Errors);
        Assert.Equal(errorId, error.Id);
        Assert.Contains(fact, error.Text, StringComparison.Ordinal);
        Assert.Equal(1, gateway.Requests.Count(IsUpload));
    }

    private static bool IsUpload(RawRequest request) => request.Head.StartsWith("POST /api/upload-video/", StringComparison.Ordinal);

    /// <summary>Adds a valid clip that is too long for the buffers of a connection: unused space follows the video.</summary>
    private static void AddLongClip(TestFolder folder, string name)
    {
        using var file = new FileStream(folder.AddClip(name), FileMode.Open);
        var length = FileByteCount - (int)file.Length;
        file.Seek(0, SeekOrigin.End);
        file.Write([(byte)(length >> 24), (byte)(length >> 16), (byte)(length >> 8), (byte)length, .. "free"u8]);
        file.SetLength(FileByteCount);
        file.Close();
        File.SetLastWriteTimeUtc(folder[name], DateTime.UtcNow.AddDays(-1));
    }
}
