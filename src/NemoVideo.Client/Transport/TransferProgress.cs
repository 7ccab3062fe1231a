namespace NemoVideo.Client.Transport;

/// <summary>How far an upload or a download is.</summary>
/// <param name="Bytes">Bytes that went over the wire.</param>
/// <param name="TotalBytes">Bytes in all; null where the service does not say.</param>
public readonly record struct TransferProgress(long Bytes, long? TotalBytes);
