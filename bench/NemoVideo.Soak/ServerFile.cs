namespace NemoVideo.Soak;

/// <summary>The file of a render.</summary>
internal sealed record ServerFile(long ByteCount);
