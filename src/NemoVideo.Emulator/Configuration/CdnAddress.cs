namespace NemoVideo.Emulator.Configuration;

/// <summary>The URLs of the CDN listener.</summary>
internal sealed class CdnAddress
{
    /// <summary>Null until the emulator has started.</summary>
    public Uri? Root { get; set; }

    public string UploadUrl(string sessionId, string storedName) => new Uri(Root!, $"/media/{sessionId}/{storedName}").AbsoluteUri;

    public string OutputUrl(string key) => new Uri(Root!, $"/output/{key}.mp4").AbsoluteUri;
}
