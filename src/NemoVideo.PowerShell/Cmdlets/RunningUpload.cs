using NemoVideo.Client.Operations;
using NemoVideo.PowerShell.Output;
using NemoVideo.PowerShell.Progress;

namespace NemoVideo.PowerShell.Cmdlets;

/// <summary>An upload that is on its way.</summary>
/// <param name="Target">The file or address.</param>
/// <param name="Line">Its progress line.</param>
/// <param name="CreateOutput">Makes the output object of what the service tells of it.</param>
internal sealed record RunningUpload(string Target, TransferLine Line, Func<UploadedMedia, NemoUpload> CreateOutput);
