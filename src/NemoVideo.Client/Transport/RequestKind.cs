namespace NemoVideo.Client.Transport;

/// <summary>How often a call may be repeated. The caller of the transport decides; no handler guesses from a URL.</summary>
internal enum RequestKind
{
    /// <summary>Reads only: repeated after network failures, 408 and 5xx, and once after 429.</summary>
    Read,

    /// <summary>Creates something: repeated only where nothing can have been done, and once after 429.</summary>
    Create,

    /// <summary>Is charged: sent again only after an explicit refusal (401/1001, 429), and once in all.</summary>
    Charged,
}
