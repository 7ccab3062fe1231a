namespace NemoVideo.Client.Authentication;

/// <summary>Where a connection's token came from.</summary>
public enum TokenSource
{
    /// <summary>The caller gave it.</summary>
    Given,

    /// <summary>The environment variable <c>NEMO_TOKEN</c>.</summary>
    Environment,

    /// <summary>A free token that an earlier connection of this computer was given.</summary>
    Cache,

    /// <summary>A free token that was asked for by this connection.</summary>
    Free,
}
