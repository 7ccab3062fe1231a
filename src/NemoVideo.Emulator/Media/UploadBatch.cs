using NemoVideo.Emulator.Protocol;
using NemoVideo.Emulator.State;

namespace NemoVideo.Emulator.Media;

/// <summary>The files of one upload request, on their way in.</summary>
internal sealed class UploadBatch(string sessionId)
{
    public string SessionId => sessionId;

    public List<Upload> Uploads { get; } = [];

    /// <summary>Why the whole request is refused; the first reason stands.</summary>
    public Refusal? Refusal { get; set; }
}
