namespace NemoVideo.Emulator.Media;

/// <summary>The files of one upload request. The first rejection applies to all of them.</summary>
internal sealed class UploadBatch(string sessionId)
{
    public string SessionId => sessionId;
    public List<Upload> Uploads { get; } = [];
    public Rejection? Rejection { get; set; }
}

/// <summary>Streams files to disk, computes their hashes, and adds them to the draft.</summary>
internal sealed class UploadReceiver(SessionStore sessions, MediaProbe probe, BuiltInClip builtIn, EmulatorOptions options) : IDisposable
{
    private static readonly TimeSpan DefaultLength = TimeSpan.FromSeconds(5);

    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false });

    /// <summary>Reads one file to its end even if it is rejected: a client that is still sending would not see the rejection.</summary>
    public async Task ReceiveAsync(UploadBatch batch, string fileName, Stream content, CancellationToken cancellationToken)
    {
        if (MediaTypes.KindOf(fileName) is not { } kind)
        {
            batch.Rejection ??= Rejection.UnsupportedType(fileName);
            await content.CopyToAsync(Stream.Null, cancellationToken);
            return;
        }

        var id = NewId.Prefixed("upl_", 8);
        var storedName = id + Path.GetExtension(fileName).ToLowerInvariant();
        var path = Path.Combine(sessions.UploadFolder(batch.SessionId), storedName);
        var (byteCount, hash) = await StoreAsync(content, path, cancellationToken);
        if (byteCount > options.MaxUploadByteCount)
        {
            File.Delete(path);
            batch.Rejection ??= Rejection.FileTooLarge;
            return;
        }

        var facts = await probe.ProbeAsync(path, cancellationToken);

        // For a photo, ffprobe can report the time of one frame.
        facts = kind == MediaKind.Image ? facts with { Duration = null } : facts;
        batch.Uploads.Add(new Upload(id, fileName, kind, storedName, byteCount, hash, facts));
    }

    /// <summary>
    /// Uploads a file from a URL. Only loopback URLs are downloaded. For any other URL, the built-in clip is stored under the URL's
    /// file name, since the emulator never connects to other computers.
    /// </summary>
    public async Task ReceiveAsync(UploadBatch batch, Uri url, CancellationToken cancellationToken)
    {
        var fileName = Path.GetFileName(Uri.UnescapeDataString(url.AbsolutePath));
        try
        {
            await using var content =
                url.IsLoopback ? await _client.GetStreamAsync(url, cancellationToken) : File.OpenRead(builtIn.FilePath);
            await ReceiveAsync(batch, fileName, content, cancellationToken);
        }
        catch (Exception exception) when (exception is HttpRequestException or HttpIOException)
        {
            batch.Rejection ??= Rejection.BadRequest($"can't fetch {url}");
        }
    }

    /// <summary>Adds the files to the session and its draft.</summary>
    public void Accept(UploadBatch batch) => sessions.Change(batch.SessionId, session =>
    {
        var draft = new Draft(session.Draft);
        foreach (var upload in batch.Uploads)
        {
            AddSegment(draft, upload);
        }

        return session with { Uploads = [.. session.Uploads, .. batch.Uploads], Draft = draft.ToText() };
    });

    /// <summary>Deletes the files of a rejected request.</summary>
    public void Discard(UploadBatch batch) => batch.Uploads.ForEach(upload => File.Delete(sessions.PathOf(batch.SessionId, upload)));

    public void Dispose() => _client.Dispose();

    private static void AddSegment(Draft draft, Upload upload)
    {
        var name = Path.GetFileNameWithoutExtension(upload.FileName);
        var length = upload.Kind == MediaKind.Image ? DefaultLength : upload.Facts.Duration ?? DefaultLength;
        var isAudio = upload.Kind == MediaKind.Audio;
        TimeSpan? start = isAudio ? draft.EndOf(TrackType.Audio) : null;
        var segment = draft.Add(isAudio ? TrackType.Audio : TrackType.Video, name, start, length, upload.Id);
        segment.Node.AddUnlessNull("volume", isAudio ? 1.0 : null);
    }

    private async Task<(long ByteCount, string Hash)> StoreAsync(Stream content, string path, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[81_920];
        try
        {
            await using var file = new FileStream(path, FileMode.CreateNew);
            long byteCount = 0;
            while (await content.ReadAsync(buffer, cancellationToken) is > 0 and var count)
            {
                byteCount += count;
                if (byteCount <= options.MaxUploadByteCount)
                {
                    hash.AppendData(buffer, 0, count);
                    await file.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
                }
            }

            return (byteCount, Convert.ToHexStringLower(hash.GetHashAndReset()));
        }
        catch
        {
            // The client disconnected within the file.
            File.Delete(path);
            throw;
        }
    }
}
