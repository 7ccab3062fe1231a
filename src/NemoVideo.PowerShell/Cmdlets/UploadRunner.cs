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
/// <remarks>The function runs the end of an upload, and handles its failure.</remarks>
internal sealed class UploadRunner(SessionCommand command, Action<string, Action> finish, bool sessionPerFile = false) : IDisposable
{
    private readonly List<RunningUpload> _running = [];
    private readonly UploadProgress _progress = new(command);

    /// <summary>The session that was created for all sources, until the first upload into it succeeded; null for none.</summary>
    private string? _emptySession;

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
        Path.GetFileNameWithoutExtension(path) is { Length: > 0 } name ? DisplayText.Line(name) : SessionCreatingCommand.DefaultSessionName;

    /// <summary>Begins an upload. If the service no longer has an automatic session without content, a new session replaces it.</summary>
    public void Begin(UploadSource source, bool isRestart = false)
    {
        // First, so that no session is created for an unusable file or URL.
        if (source.Address is { } address)
        {
            UrlText.CheckIsComplete(address);
        }

        var length = source.File is { } path ? NemoClient.CheckFile(path) : (long?)null;
        var session = sessionPerFile ? command.CreateSession(SessionNameOf(source.Path), language: null, isCurrent: false).SessionId
            : isRestart ? null : command.FindSessionIdToChange();
        _emptySession = session is null
            ? command.CreateSession(SessionCreatingCommand.DefaultSessionName, language: null).SessionId
            : _emptySession;
        session ??= _emptySession!;
        var client = command.ResolveClient();
        if (length is { } byteCount && client.Skill.TipForUpload(source.Path, byteCount) is { } tip)
        {
            command.WriteVerbose($"Tip: {tip}");
        }

        var line = _progress.Add(Path.GetFileName(source.Path), length);
        var upload = command.Begin(token =>
            source.File is { } file ? client.UploadFileAsync(session, file, line, token)
            : client.UploadUrlAsync(session, source.Address!, token));
        var isReplaceable = !isRestart && (sessionPerFile || session == _emptySession);
        _running.Add(new RunningUpload(upload, source, length, session, line, isReplaceable));
    }

    /// <summary>Waits until at most this number of uploads is running, and writes the others.</summary>
    public void WaitUntilRunning(int count)
    {
        while (_running.Count > count)
        {
            command.WaitForAny([.. _running.Select(static running => running.Upload)], _progress);
            WriteFinished();
        }
    }

    /// <summary>Writes the finished uploads.</summary>
    public void WriteFinished()
    {
        foreach (var running in _running.FindAll(static running => running.Upload.IsCompleted))
        {
            _running.Remove(running);
            _progress.End(running.Line);
            finish($"{running.Source}", () => End(running));
        }
    }

    private void End(RunningUpload running)
    {
        var (task, source, length, session, _, isReplaceable) = running;
        if (isReplaceable && task.Exception?.InnerException is NemoException { Kind: NemoErrorKind.SessionNotFound } gone)
        {
            command.WriteVerbose($"{gone.Message} Uploading '{source}' to a new session.");
            Begin(source, isRestart: true);
            return;
        }

        command.WriteObject(new NemoUpload(session, sessionPerFile, source.File, length, command.Wait(_ => task), source.Message));
        _emptySession = null;
    }

    /// <summary>Completes the progress. If the user stopped the command, a warning says what can have happened to the uploads.</summary>
    public void Dispose()
    {
        foreach (var (_, source, _, session, _, _) in _running)
        {
            command.WarnIfStopped(
                $"The upload of '{source}' was stopped. If the service already received the file, the file is in the session. To "
                    + "check, use "
                + $"Get-NemoState -Session {CommandText.Quote(session)}.");
        }

        _running.Clear();
        _progress.Dispose();
    }

    private sealed record RunningUpload(
        Task<UploadedMedia> Upload, UploadSource Source, long? Length, string Session, TransferLine Line, bool IsReplaceable);
}
