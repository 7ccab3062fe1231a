namespace NemoVideo.PowerShell;

/// <summary>A file or a URL to upload; the other one is null.</summary>
/// <param name="Session">The session that it belongs to.</param>
/// <param name="File">The path of the file.</param>
/// <param name="Address">The URL.</param>
/// <param name="Message">The message that its output has as a property; null for none.</param>
internal sealed record UploadSource(SessionChoice Session, string? File, Uri? Address = null, string? Message = null)
{
    /// <summary>The path of the file, or the one in the URL.</summary>
    public string Path => File ?? Uri.UnescapeDataString(Address!.AbsolutePath);

    /// <summary>The size in bytes without a check of the file; 0 if it is unknown.</summary>
    public long Size { get; } = File is not null && new FileInfo(File) is { Exists: true } file ? file.Length : 0;

    /// <inheritdoc/>
    public override string ToString() => File ?? DisplayText.Address(Address!);
}

/// <summary>A source that can be uploaded.</summary>
/// <param name="Source">The source.</param>
/// <param name="File">The file; null for a URL.</param>
/// <param name="Session">The ID of the session.</param>
/// <param name="IsReplaceable">Whether the session has no content, so that a new one can replace it.</param>
internal sealed record PreparedUpload(UploadSource Source, MediaFile? File, string Session, bool IsReplaceable);

/// <summary>Uploads sources, and writes each upload.</summary>
internal sealed class Uploader(PipelineWriter output, CommandConnection connection, CommandSessions sessions) : IDisposable
{
    private readonly UploadProgress _progress = new(output);

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

    /// <summary>Checks a source, and creates its session if there is none.</summary>
    public async Task<PreparedUpload> PrepareAsync(UploadSource source)
    {
        // First, so that no session is created for an unusable file or URL.
        if (source.Address is { } address)
        {
            UrlText.CheckIsComplete(address);
        }

        var file = source.File is { } path ? MediaFile.Check(path) : null;
        var isNew = await sessions.FindAsync(source.Session) is null;
        var session = await sessions.EnsureAsync(source.Session);
        if (isNew && source.Session.Origin == SessionOrigin.Current)
        {
            _emptySession = session;
        }

        return new PreparedUpload(source, file, session, IsReplaceable: isNew || session == _emptySession);
    }

    /// <summary>Uploads a source. If the service no longer has an automatic session without content, a new session replaces it.</summary>
    public async Task UploadAsync(PreparedUpload upload)
    {
        var (source, file, session, isReplaceable) = upload;
        try
        {
            await UploadAsync(source, session, file);
        }
        catch (NemoException gone) when (
            isReplaceable && gone is { Kind: NemoErrorKind.SessionNotFound, Outcome: Outcome.NotDone })
        {
            output.Verbose($"{gone.Message} Uploading '{source}' to a new session.");
            var isCurrent = source.Session.Origin != SessionOrigin.New;
            var other = await sessions.CreateAsync(source.Session.Text ?? CommandSessions.DefaultName, isCurrent: isCurrent);
            await UploadAsync(source, other.SessionId, file);
        }
    }

    public void Dispose() => _progress.Dispose();

    private async Task UploadAsync(UploadSource source, string session, MediaFile? file)
    {
        var client = await connection.ResolveClientAsync();
        if (file is not null && client.Skill.TipForUpload(file.Path, file.Length) is { } tip)
        {
            output.Verbose($"Tip: {tip}");
        }

        var ownsSession = source.Session.Origin == SessionOrigin.New;
        var progress = _progress.Add(Path.GetFileName(source.Path), file?.Length);
        try
        {
            var media = file is not null
                ? await client.UploadFileAsync(session, file, progress, ownsSession, output.StopToken)
                : await client.UploadUrlAsync(session, source.Address!, ownsSession, output.StopToken);
            output.Write(new NemoUpload(session, ownsSession, source.File, file?.Length, media, source.Message));
            _emptySession = null;
        }
        catch (Exception exception) when (exception is OperationCanceledException or PipelineStoppedException)
        {
            output.WarnIfStopped(
                $"The upload of '{source}' was stopped. If the service already received the file, the file is in the session. To "
                    + $"check, use Get-NemoState -Session {CommandText.Quote(session)}.");
            throw;
        }
        finally
        {
            _progress.End(progress);
        }
    }
}
