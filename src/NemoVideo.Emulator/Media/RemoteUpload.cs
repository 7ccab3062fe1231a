namespace NemoVideo.Emulator.Media;

/// <summary>
/// Uploads a file from a URL. Only loopback URLs are downloaded. For any other URL, the built-in clip is stored under the URL's
/// file name, since the emulator never connects to other computers.
/// </summary>
internal sealed class RemoteUpload(UploadReceiver receiver, BuiltInClip builtIn) : IDisposable
{
    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false });

    public async Task ReceiveAsync(Uri url, UploadBatch batch, CancellationToken cancellationToken)
    {
        var fileName = Path.GetFileName(Uri.UnescapeDataString(url.AbsolutePath));
        if (!url.IsLoopback)
        {
            await using var clip = File.OpenRead(builtIn.FilePath);
            await receiver.ReceiveAsync(batch, fileName, clip, cancellationToken);
            return;
        }

        try
        {
            using var response = await _client.GetAsync(url, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            response.EnsureSuccessStatusCode();
            await using var content = await response.Content.ReadAsStreamAsync(cancellationToken);
            await receiver.ReceiveAsync(batch, fileName, content, cancellationToken);
        }
        catch (HttpRequestException)
        {
            batch.Refusal ??= Refusal.BadRequest($"cannot fetch {url}");
        }
    }

    public void Dispose() => _client.Dispose();
}
