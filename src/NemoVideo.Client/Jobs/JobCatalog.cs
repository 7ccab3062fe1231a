using System.Collections.Concurrent;
using System.Text.Json.Serialization;
using NemoVideo.Client.Http;
using NemoVideo.Client.Uploads;

namespace NemoVideo.Client.Jobs;

/// <summary>
/// What earlier runs found out about files: the hashes of clips, and the finished videos. One file of JSON lines in the data folder, shared
/// with other processes. It only lets a run skip work: without a line, the clip is read and the log is opened. It can be deleted at any time.
/// </summary>
internal sealed class JobCatalog(NemoClientOptions options)
{
    private const int HashLength = 64;

    /// <summary>About 180,000 videos. A larger file starts again, because all of it is in memory.</summary>
    private const long MaxBytes = 64 * 1024 * 1024;

    private static readonly byte[] Head = Encoding.ASCII.GetBytes("{\"key\":\"");
    private static readonly TimeSpan SaveInterval = TimeSpan.FromSeconds(1);

    private readonly string? _home = DataLocation.Home(options.DataDirectory);
    private readonly ConcurrentQueue<byte[]> _added = new();
    private readonly object _saving = new();
    private long _savedAt = options.TimeProvider.GetTimestamp();
    private ConcurrentDictionary<string, ReadOnlyMemory<byte>>? _lines;

    private string FilePath => Path.Combine(DataLocation.Data(_home, options.Observer.Notice), "catalog.jsonl");

    /// <summary>The hash of a clip's content. The file is read if it isn't known.</summary>
    /// <exception cref="NemoException">The file can't be read.</exception>
    public string HashOf(MediaFile media, CancellationToken cancellationToken)
    {
        var key = options.UseCache && media.IsSettled(options.TimeProvider.GetUtcNow()) ? ContentHash.OfText(media.Fingerprint) : null;
        if (key is not null && FindHash(key) is { } known)
        {
            return known;
        }

        using var file = media.Open();

        // After more bytes than the file had, another program is writing to it, possibly endlessly.
        var hash = ContentHash.OfFile(
            media.Length,
            chunk => media.Read(file, chunk) is var count && file.Position <= media.Length ? count : throw media.Changed(),
            cancellationToken);
        if (key is not null)
        {
            Add(media.IsUnchanged(file) ? new CatalogLine(key) { Hash = hash } : throw media.Changed());
        }

        return hash;
    }

    /// <summary>The inputs of a job, if the hashes of all files are known; otherwise, null.</summary>
    public IReadOnlyList<JobInput>? FindInputs(VideoJob job)
    {
        var inputs = new List<JobInput>();
        if (!options.UseCache)
        {
            return null;
        }

        foreach (var input in job.Inputs)
        {
            var identity = UrlText.ParseWeb(input) is { } url ? UrlText.WithoutSignature(url)
                : MediaFile.FindFingerprint(input) is { } fingerprint ? FindHash(ContentHash.OfText(fingerprint)) : null;
            if (identity is null)
            {
                return null;
            }

            inputs.Add(new JobInput(identity, File: null));
        }

        return inputs;
    }

    /// <summary>The video of a job, if its log and the file are as they were when it was finished; otherwise, null.</summary>
    /// <param name="job">The job.</param>
    /// <param name="identity">The identity of the job.</param>
    /// <param name="inputs">Its inputs.</param>
    /// <param name="logLength">The length of the log in bytes.</param>
    public JobLine? FindVideo(VideoJob job, string identity, IReadOnlyList<JobInput> inputs, long logLength)
    {
        if (Find(KeyOf(job, identity, inputs)) is not { Path: { } path } line || line.Log != logLength)
        {
            return null;
        }

        var file = new FileInfo(path);
        return file.Exists && file.Length == line.Length && file.LastWriteTimeUtc == line.Time
            ? new JobLine(JobLineKind.File) { Path = path, Length = line.Length, Duration = line.Duration } : null;
    }

    /// <summary>Adds the video of a job, which has just been found unchanged, with the length of the log that has it.</summary>
    public void AddVideo(VideoJob job, string identity, IReadOnlyList<JobInput> inputs, JobLine video, long logLength) =>
        Add(new CatalogLine(KeyOf(job, identity, inputs))
        {
            Log = logLength,
            Path = video.Path,
            Length = video.Length,
            Time = File.GetLastWriteTimeUtc(video.Path!),
            Duration = video.Duration,
        });

    /// <summary>Writes what was added. If that fails, the next run does the work again.</summary>
    public void Save()
    {
        lock (_saving)
        {
            _savedAt = options.TimeProvider.GetTimestamp();
            var lines = new List<byte>();
            while (_added.TryDequeue(out var line))
            {
                if (lines.Count > 0)
                {
                    lines.Add((byte)'\n');
                }

                lines.AddRange(line);
            }

            if (lines.Count > 0)
            {
                Try(() =>
                {
                    PrivateFolder.Create(Path.GetDirectoryName(FilePath)!);
                    using var file = HeldFile.Access(() => PrivateFile.Open(FilePath, FileMode.OpenOrCreate, FileShare.None));
                    if (file.Length > MaxBytes)
                    {
                        file.SetLength(0);
                    }

                    new LineLog(file).SkipToEnd().Append([.. lines]);
                });
            }
        }
    }

    private void Add(CatalogLine line)
    {
        if (options.UseCache)
        {
            var bytes = JsonSerializer.SerializeToUtf8Bytes(line, CatalogLineContext.Default.CatalogLine);
            Lines[line.Key] = bytes;
            _added.Enqueue(bytes);
            if (options.TimeProvider.GetElapsedTime(_savedAt) > SaveInterval)
            {
                Save();
            }
        }
    }

    private string? FindHash(string key) => Find(key)?.Hash is { Length: HashLength } hash ? hash : null;

    /// <summary>The last line with a key; null if there is none, or if it is damaged or of another version.</summary>
    private CatalogLine? Find(string key)
    {
        try
        {
            return Lines.TryGetValue(key, out var line) ? JsonSerializer.Deserialize(line.Span, CatalogLineContext.Default.CatalogLine) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private ConcurrentDictionary<string, ReadOnlyMemory<byte>> Lines => _lines ?? Load();

    /// <summary>Reads all lines, but of each only the key.</summary>
    private ConcurrentDictionary<string, ReadOnlyMemory<byte>> Load()
    {
        lock (_saving)
        {
            if (_lines is null)
            {
                var lines = new ConcurrentDictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);
                Try(() =>
                {
                    using var log = HeldFile.Access(
                        () => new FileStream(FilePath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 1));
                    foreach (var line in (log.Length > MaxBytes ? [] : new LineLog(log).Read()).Where(static line =>
                        line.Length > Head.Length + HashLength && line.Span.StartsWith(Head)))
                    {
                        lines[Encoding.ASCII.GetString(line.Slice(Head.Length, HashLength).ToArray())] = line;
                    }
                });
                _lines = lines;
            }

            return _lines;
        }
    }

    /// <summary>A video belongs to the order of its inputs, its options and its requested path, too.</summary>
    private static string KeyOf(VideoJob job, string identity, IReadOnlyList<JobInput> inputs) => ContentHash.OfText(string.Join(
        "\n", [identity, job.Quality, job.Output.Options ?? "", job.GetOutputPath(), .. inputs.Select(static input => input.Identity)]));

    private static void Try(Action access)
    {
        try
        {
            access();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NemoException)
        {
            // The log of a job is in the same folder, and reports what is wrong with it.
        }
    }
}

/// <summary>A line of the catalog: a clip with its hash, or a finished video.</summary>
/// <param name="Key">The hash of what the line is about.</param>
internal sealed record CatalogLine([property: JsonPropertyOrder(-1)] string Key)
{
    public string? Hash { get; init; }

    /// <summary>The length of the job's log.</summary>
    public long? Log { get; init; }
    public string? Path { get; init; }
    public long? Length { get; init; }

    /// <summary>The time of the last write (UTC).</summary>
    public DateTime? Time { get; init; }
    public TimeSpan? Duration { get; init; }
}

[JsonSourceGenerationOptions(
    GenerationMode = JsonSourceGenerationMode.Metadata, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(CatalogLine))]
internal sealed partial class CatalogLineContext : JsonSerializerContext;
