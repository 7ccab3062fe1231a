namespace NemoVideo.Emulator.Configuration;

/// <summary>Where the second listener is found, which stands for the content network. Known once it listens.</summary>
internal sealed class CdnAddress
{
    private Uri? _root;

    public Uri Root
    {
        get => _root ?? throw new InvalidOperationException("The emulator does not listen yet.");
        set => _root = value;
    }

    public string UploadUrl(string sessionId, string storedName) => new Uri(Root, $"/media/{sessionId}/{storedName}").AbsoluteUri;

    public string OutputUrl(string key) => new Uri(Root, $"/output/{key}.mp4").AbsoluteUri;
}
