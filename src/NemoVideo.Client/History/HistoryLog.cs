using System.Collections.Concurrent;
using NemoVideo.Client.Exports;
using NemoVideo.Client.Http;
using NemoVideo.Client.Sessions;
using NemoVideo.Client.Timeline;

namespace NemoVideo.Client.History;

/// <summary>
/// Records the sessions and exports of one user and API: a file of JSON lines per month, shared with other processes, or memory without the
/// cache. It doesn't protect anything from a charge, so a failure to write it is one warning.
/// </summary>
internal sealed class HistoryLog(NemoClientOptions options, string identity, Redaction redaction, Action<string> notice)
{
    private const int MaxMessageLength = 60;
    private static readonly TimeSpan LockTimeout = TimeSpan.FromSeconds(5);

    private readonly string? _home = DataLocation.Home(options.DataDirectory);
    private readonly ConcurrentQueue<HistoryLine> _memory = new();
    private readonly ConcurrentDictionary<string, bool> _recorded = new(StringComparer.Ordinal);
    private int _hasFailed;

    private string Folder => Path.Combine(DataLocation.Data(_home, notice), "history", identity);

    public Task CreatedAsync(Session of) => AppendAsync(
        new HistoryLine(HistoryKind.Session) { Session = of.Id, Task = of.TaskId, Name = UrlText.Hide(of.Name), Language = of.Language });

    public Task UploadingAsync(string sessionId, string path) =>
        AppendAsync(new HistoryLine(HistoryKind.Upload) { Session = sessionId, Path = Path.GetFullPath(path) });

    /// <summary>Records the first message that this connection sends in a session.</summary>
    public Task SendingAsync(string sessionId, string message) => !_recorded.TryAdd(sessionId, true) ? Task.CompletedTask
        : AppendAsync(new HistoryLine(HistoryKind.Message) { Session = sessionId, Message = BeginningOf(message) });

    public Task ExportedAsync(string id, TimelineState timeline, RenderOutput output) => AppendAsync(new HistoryLine(HistoryKind.Export)
    {
        Render = id,
        Session = timeline.SessionId,
        Fingerprint = timeline.Fingerprint,
        Quality = output.Quality,
        Options = output.Options,
    });

    /// <summary>Records the final status of an export, once per connection.</summary>
    public Task EndedAsync(string id, RenderStatus status) =>
        status is RenderStatus.Completed or RenderStatus.Failed or RenderStatus.Canceled && _recorded.TryAdd($"{id} {status}", true)
            ? AppendAsync(new HistoryLine(HistoryKind.Status) { Render = id, Status = status }) : Task.CompletedTask;

    public Task SavedAsync(string id) => AppendAsync(new HistoryLine(HistoryKind.Saved) { Render = id });

    /// <exception cref="NemoException">The history can't be read.</exception>
    public NemoHistory Read()
    {
        try
        {
            return new NemoHistory(!options.UseCache ? _memory : Directory.Exists(Folder)
                ? Directory.GetFiles(Folder, "*.jsonl").OrderBy(static path => path, StringComparer.Ordinal).SelectMany(Read) : []);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new NemoException(
                NemoErrorKind.FileAccess,
                $"The history of sessions and exports in '{Folder}' can't be read: {exception.Message}",
                $"{HeldFile.Advice(exception, Folder, "Check the permissions on the folder and its files")}.",
                exception);
        }
    }

    /// <summary>The lines of a file. One that can't be read is skipped, because the history only lists what was done.</summary>
    private static IEnumerable<HistoryLine> Read(string path)
    {
        using var log = new LineLog(HeldFile.Access(
            () => new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 1)));
        foreach (var bytes in log.Read())
        {
            HistoryLine? line = null;
            try
            {
                line = JsonSerializer.Deserialize(bytes.Span, HistoryLineContext.Default.HistoryLine);
            }
            catch (JsonException)
            {
                // Skipped.
            }

            if (line is not null)
            {
                yield return line;
            }
        }
    }

    private string BeginningOf(string message) =>
        UrlText.Hide(redaction.Redact(ControlCharacters.OneLine(message))).Shorten(MaxMessageLength);

    private async Task AppendAsync(HistoryLine line)
    {
        line = line with { At = options.TimeProvider.GetUtcNow() };
        if (!options.UseCache)
        {
            _memory.Enqueue(line);
            return;
        }

        try
        {
            PrivateFolder.Create(Folder);

            // Checks the folder that now exists.
            var path = Path.Combine(Folder, FormattableString.Invariant($"{line.At:yyyy-MM}.jsonl"));
            using var log = new LineLog(await HeldFile.LockAsync(path, LockTimeout, default).ConfigureAwait(false)).SkipToEnd();
            log.Append(JsonSerializer.SerializeToUtf8Bytes(line, HistoryLineContext.Default.HistoryLine));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NemoException)
        {
            if (Interlocked.Exchange(ref _hasFailed, 1) == 0)
            {
                notice($"The history of sessions and exports couldn't be written: {exception.Message}");
            }
        }
    }
}
