using System.Net;

namespace NemoVideo.Emulator.Configuration;

/// <summary>Where to listen.</summary>
/// <param name="EndPoint">Address and port; port 0 takes a free one.</param>
/// <param name="IsEncrypted">Whether https is spoken there.</param>
internal sealed record ListenAddress(IPEndPoint EndPoint, bool IsEncrypted);
