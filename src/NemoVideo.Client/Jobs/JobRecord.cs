using System.Security;

namespace NemoVideo.Client.Jobs;

/// <summary>
/// The record of one job: JSON lines that are only appended, each on the disk before the request that it announces is sent. Each line ends
/// with a checksum of the line and the job, so that a damaged line or the record of another job isn't used. While the record is open, no
/// other run can open it.
/// </summary>
internal sealed class JobRecord : IDisposable
{
    private const int MaxBytes = 16 * 1024 * 1024;

    /// <summary>
    /// In a record that is larger, new lines omit the texts and timelines of messages, and all tracks but one. The result of the job is then
    /// without them.
    /// </summary>
    private const int MaxDescribedBytes = MaxBytes / 2;

    private const string ChecksumStart = ",\"checksum\":\"";
    private const string ChecksumEnd = "\"}";
    private const int ChecksumLength = 16;

    private readonly Stream _file;
    private readonly string _name;
    private readonly TimeProvider _time;
    private readonly Action<string, bool>? _appending;
    private readonly Action? _closed;
    private long _end;

    /// <param name="file">The content, which this object closes.</param>
    /// <param name="name">The path of the file, for messages.</param>
    /// <param name="time">The clock of the lines.</param>
    /// <param name="appending">Called before (false) and after (true) each line.</param>
    /// <param name="closed">Called at the end.</param>
    /// <exception cref="NemoException">The record is damaged or can't be read.</exception>
    public JobRecord(Stream file, string name, TimeProvider time, Action<string, bool>? appending, Action? closed = null)
    {
        (_file, _name, _time, _appending, _closed) = (file, name, time, appending, closed);
        try
        {
            Read();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public JobState State { get; } = new();

    /// <exception cref="NemoException">The line can't be written: the request must not be sent.</exception>
    public void Append(JobLine line)
    {
        var name = $"{line.Step} {line.State}".Trim();
        _appending?.Invoke(name, false);
        line = line with { At = _time.GetUtcNow() };
        var bytes = Serialize(line);
        if (_end + bytes.Length > MaxDescribedBytes)
        {
            // The job needs only to know whether there are tracks.
            line = line with { AgentText = null, Changes = null, TracksBefore = null, TracksAfter = line.TracksAfter?.Take(1).ToList(), Timelines = null };
            bytes = Serialize(line);
        }

        try
        {
            if (_end + bytes.Length > MaxBytes)
            {
                throw new IOException("The file has reached its maximum size of 16 MiB.");
            }

            // Removes a truncated record of this or a previous run.
            _file.SetLength(_end);
            _file.Position = _end;
            _file.Write(bytes, 0, bytes.Length);
            (_file as FileStream)?.Flush(flushToDisk: true);
        }
        catch (Exception exception) when (IsFileFailure(exception))
        {
            RemoveIncomplete();
            throw Inaccessible(_name, exception);
        }

        _end += bytes.Length;
        if (!State.TryAdd(line))
        {
            throw new InvalidOperationException($"Step {line.Step} is out of order in the record.");
        }

        _appending?.Invoke(name, true);
    }

    public void Dispose()
    {
        if (_file is FileStream)
        {
            _file.Dispose();
        }

        _closed?.Invoke();
    }

    private byte[] Serialize(JobLine line) =>
        Encoding.UTF8.GetBytes(WithChecksum(JsonSerializer.Serialize(line, JobLineContext.Relaxed.JobLine), _name) + "\n");

    /// <summary>A line with the checksum that belongs to it in the record with this path.</summary>
    internal static string WithChecksum(string json, string name) =>
        json.Substring(0, json.Length - 1) + ChecksumStart + ChecksumOf(json, name) + ChecksumEnd;

    public static bool IsFileFailure(Exception exception) =>
        exception is IOException or UnauthorizedAccessException or NotSupportedException or SecurityException;

    public static NemoException Inaccessible(string path, Exception exception) => new(
        NemoErrorKind.FileAccess,
        $"The video's progress file '{path}' can't be used: {exception.Message.TrimEnd('.')}.",
        DiskSpace.IsUsedUp(exception) ? DiskSpace.Advice
            : "Check the permissions on the file and its folder.",
        exception);

    /// <summary>Removes a line that may not be on the disk. The next run would conclude from it that a request was sent.</summary>
    private void RemoveIncomplete()
    {
        try
        {
            _file.SetLength(_end);
        }
        catch (Exception exception) when (IsFileFailure(exception))
        {
            // The next line removes it.
        }
    }

    private void Read()
    {
        if (_file.Length > MaxBytes)
        {
            throw Damaged("is larger than 16 MiB");
        }

        var bytes = new byte[_file.Length];
        _file.Position = 0;
        if (_file.ReadFully(bytes) < bytes.Length)
        {
            throw Damaged("couldn't be read completely");
        }

        for (var number = 1; Array.IndexOf(bytes, (byte)'\n', (int)_end) is var lineEnd and >= 0; number++)
        {
            var text = Encoding.UTF8.GetString(bytes, (int)_end, lineEnd - (int)_end);
            if (Parse(text) is not { Version: JobLine.CurrentVersion } line || !State.TryAdd(line))
            {
                throw Damaged($"is damaged at line {number} or was written by a newer version of the module");
            }

            _end = lineEnd + 1;
        }

        if (!IsTruncatedLine(bytes.AsSpan((int)_end)))
        {
            throw Damaged("is damaged at its end");
        }
    }

    private static string ChecksumOf(string json, string name) =>
        ContentHash.OfText(Path.GetFileNameWithoutExtension(name) + json).Substring(0, ChecksumLength);

    /// <summary>
    /// Whether the rest of the file is empty or the beginning of a line. Anything else must not be overwritten, because it can be the
    /// damaged record of a request that was sent.
    /// </summary>
    private static bool IsTruncatedLine(ReadOnlySpan<byte> end)
    {
        if (end.IsEmpty)
        {
            return true;
        }

        var reader = new Utf8JsonReader(end, isFinalBlock: false, state: default);
        try
        {
            while (reader.Read())
            {
            }

            return reader.CurrentDepth > 0 && end.IndexOf((byte)0) < 0;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private JobLine? Parse(string line)
    {
        var end = line.LastIndexOf(ChecksumStart, StringComparison.Ordinal);
        if (end < 0)
        {
            return null;
        }

        var json = line.Substring(0, end) + "}";
        try
        {
            return WithChecksum(json, _name) == line
                && JsonSerializer.Deserialize(json, JobLineContext.Relaxed.JobLine) is { } parsed && !parsed.HasNull() ? parsed : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private NemoException Damaged(string problem) => new(
        NemoErrorKind.FileAccess,
        $"The video's progress file '{_name}' {problem}. Nothing was sent to the service.",
        "Update the module. If the error persists, move the progress file to another folder. The next run then creates the video again "
        + "from the beginning, and you'll be charged again for all messages for the video.");
}
