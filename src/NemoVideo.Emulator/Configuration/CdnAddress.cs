namespace NemoVideo.Emulator.Configuration;

/// <summary>The URLs of the CDN listener. The root is known after the emulator has started.</summary>
internal sealed class CdnAddress
{
    private Uri? _root;

    public Uri Root
    {
        get => _root ?? throw new InvalidOperationException("The emulator hasn't started yet.");
        set => _root = value;
    }

    public string UploadUrl(string sessionId, string storedName) => new Uri(Root, $"/media/{sessionId}/{storedName}").AbsoluteUri;

    public string OutputUrl(string key) => new Uri(Root, $"/output/{key}.mp4").AbsoluteUri;
}
