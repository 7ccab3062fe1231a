namespace NemoVideo.Soak;

/// <summary>An upload as the server holds it; the hash is SHA-256, hexadecimal.</summary>
internal sealed record ServerUpload(long ByteCount, string Hash);
