using System.Runtime.CompilerServices;
using NemoVideo.PowerShell.Output;
using NemoVideo.PowerShell.Progress;

namespace NemoVideo.PowerShell.Cmdlets;

/// <summary>A file or a URL to upload, the other one is null, and the message that its output has as a property; null for none.</summary>
internal sealed record UploadSource(string? File, Uri? Address = null, string? Message = null)
{
    /// <summary>The path of the file, or the one in the URL.</summary>
    public string Path => File ?? Uri.UnescapeDataString(Address!.AbsolutePath);

    /// <summary>The size in bytes without a check of the file; 0 if it is unknown.</summary>
    public long Size { get; } = File is not null && new FileInfo(File) is { Exists: true } file ? file.Length : 0;

    /// <inheritdoc/>
    public override string ToString() => File ?? DisplayText.Address(Address!);
}

/// <summary>Uploads for a cmdlet into its session, or each source into a new session.</summary>
internal sealed class UploadRunner : IDisposable
{
    private readonly SessionCommand _command;
    private readonly bool _sessionPerFile;
    private readonly UploadProgress _progress;
    private readonly Pump<RunningUpload> _pump;

    /// <summary>The session that was created for all sources, until the first upload into it succeeded; null for none.</summary>
    private string? _emptySession;

    /// <param name="command">The cmdlet.</param>
    /// <param name="finish">Runs the end of an upload, and handles its failure.</param>
    /// <param name="sessionPerFile">Whether each source gets a new session.</param>
    public UploadRunner(SessionCommand command, Action<string, Action> finish, bool sessionPerFile = false)
    {
        (_command, _sessionPerFile, _progress) = (command, sessionPerFile, new UploadProgress(command));
        _pump = new Pump<RunningUpload>(
            command, (upload, end) => finish($"{upload.Source}", () => End(upload, end)), _progress,
            upload => _progress.End(upload.Progress));
    }

    /// <summary>Returns the sources one after the other. The progress counts those that are still to come.</summary>
    public IEnumerable<UploadSource> Queue(IReadOnlyCollection<UploadSource> sources)
    {
        _progress.Expect(sources.Count, sources.Sum(static source => source.Size));
        foreach (var source in sources)
        {
            _progress.Expect(-1, -source.Size);
            yield return source;
        }
    }

    /// <summary>The name of the session for a file.</summary>
    private static string SessionNameOf(string path) =>
        Path.GetFileNameWithoutExtension(path) is { Length: > 0 } name ? DisplayText.Line(name) : Sessions.DefaultName;

    /// <summary>Begins an upload. If the service no longer has an automatic session without content, a new session replaces it.</summary>
    public void Begin(UploadSource source, bool isRestart = false)
    {
        // First, so that no session is created for an unusable file or URL.
        if (source.Address is { } address)
        {
            UrlText.CheckIsComplete(address);
        }

        var length = source.File is { } path ? NemoClient.CheckFile(path) : (long?)null;
        var session = _sessionPerFile ? _command.Sessions.Create(SessionNameOf(source.Path), language: null, isCurrent: false).SessionId
            : isRestart ? null : _command.FindSessionIdToChange();
        _emptySession = session is null
            ? _command.Sessions.Create(Sessions.DefaultName, language: null).SessionId
            : _emptySession;
        session ??= _emptySession!;
        var client = _command.ResolveClient();
        if (length is { } byteCount && client.Skill.TipForUpload(source.Path, byteCount) is { } tip)
        {
            _command.WriteVerbose($"Tip: {tip}");
        }

        var progress = _progress.Add(Path.GetFileName(source.Path), length);
        var isReplaceable = !isRestart && (_sessionPerFile || session == _emptySession);
        _pump.Start(new RunningUpload(source, session, progress, isReplaceable), UploadAsync());

        async IAsyncEnumerable<Action> UploadAsync([EnumeratorCancellation] CancellationToken token = default)
        {
            var media = source.File is { } file
                ? await client.UploadFileAsync(session, file, progress, token).ConfigureAwait(false)
                : await client.UploadUrlAsync(session, source.Address!, token).ConfigureAwait(false);
            yield return () =>
            {
                _command.WriteObject(new NemoUpload(session, _sessionPerFile, source.File, length, media, source.Message));
                _emptySession = null;
            };
        }
    }

    /// <summary>Waits until at most this number of uploads is running, and writes the others.</summary>
    public void WaitUntilRunning(int count) => _pump.WaitUntilRunning(count);

    /// <summary>Writes the finished uploads.</summary>
    public void WriteFinished() => _pump.RunArrived();

    private void End(RunningUpload upload, Action end)
    {
        try
        {
            end();
        }
        catch (NemoException gone) when (upload.IsReplaceable && gone.Kind == NemoErrorKind.SessionNotFound)
        {
            _command.WriteVerbose($"{gone.Message} Uploading '{upload.Source}' to a new session.");
            Begin(upload.Source, isRestart: true);
        }
    }

    /// <summary>Completes the progress. If the user stopped the command, a warning says what can have happened to the uploads.</summary>
    public void Dispose()
    {
        foreach (var (source, session, _, _) in _pump.Abandon())
        {
            _command.WarnIfStopped(
                $"The upload of '{source}' was stopped. If the service already received the file, the file is in the session. To "
                    + "check, use "
                + $"Get-NemoState -Session {CommandText.Quote(session)}.");
        }

        _progress.Dispose();
    }

    private sealed record RunningUpload(UploadSource Source, string Session, Transfer Progress, bool IsReplaceable);
}
