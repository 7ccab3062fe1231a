using NemoVideo.Emulator.Protocol;

namespace NemoVideo.Emulator.Media;

/// <summary>
/// Takes in a file by its address. Loopback addresses are really fetched; for any other, since the emulator
/// leaves this computer alone, the built-in clip comes in under the name that the address ends in.
/// </summary>
internal sealed class RemoteFile(UploadIntake intake, BuiltInClip builtIn) : IDisposable
{
    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false });

    public async Task ReceiveAsync(Uri url, UploadBatch batch, CancellationToken cancellationToken)
    {
        var fileName = Path.GetFileName(Uri.UnescapeDataString(url.AbsolutePath));
        if (!url.IsLoopback)
        {
            await using var clip = File.OpenRead(builtIn.FilePath);
            await intake.ReceiveAsync(batch, fileName, clip, cancellationToken);
            return;
        }

        try
        {
            using var answer = await _client.GetAsync(url, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            answer.EnsureSuccessStatusCode();
            await using var content = await answer.Content.ReadAsStreamAsync(cancellationToken);
            await intake.ReceiveAsync(batch, fileName, content, cancellationToken);
        }
        catch (HttpRequestException)
        {
            batch.Refusal ??= Refusal.BadRequest($"cannot fetch {url}");
        }
    }

    public void Dispose() => _client.Dispose();
}
