using NemoVideo.Client.Edits;
using NemoVideo.Client.Exports;
using NemoVideo.Client.Http;
using NemoVideo.Client.Sessions;
using NemoVideo.Client.Timeline;
using NemoVideo.Client.Uploads;

namespace NemoVideo.Client.Jobs;

/// <summary>What the service does, for one caller.</summary>
internal sealed class ServiceOperations
{
    private readonly ApiOrigin _origin;

    public ServiceOperations(ApiTransport transport, ApiOrigin origin, Uri webUrl, TokenHolder tokens, SubmittedRenders submitted)
    {
        (Transport, _origin) = (transport, origin);
        States = new StateReader(transport, tokens);
        Sessions = new SessionOperations(transport, States, webUrl, tokens, transport.Caller.Skill.Language);
        Messages = new MessageSender(transport, origin);
        Edits = new EditOperation(Messages, States, transport, tokens);
        Uploads = new UploadOperations(transport, origin, States);
        Renders = new RenderOperations(transport, submitted);
    }

    public ApiTransport Transport { get; }

    public StateReader States { get; }

    public SessionOperations Sessions { get; }

    public MessageSender Messages { get; }

    public EditOperation Edits { get; }

    public UploadOperations Uploads { get; }

    public RenderOperations Renders { get; }

    /// <summary>Downloads a video, and returns its path.</summary>
    public Task<string> DownloadAsync(
        RenderJob render, VideoFile file, IProgress<TransferProgress>? progress, CancellationToken cancellationToken) =>
        new DownloadOperation(Transport, _origin, render, progress).SaveAsync(file, cancellationToken);
}
