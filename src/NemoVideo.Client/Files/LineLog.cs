namespace NemoVideo.Client.Files;

/// <summary>
/// A log that only grows: lines that end with a line feed, each on the disk when <see cref="Append"/> returns. A line that a killed process
/// left incomplete announced nothing that was sent. The next line replaces it.
/// </summary>
/// <param name="file">The content, which this object closes.</param>
/// <param name="flushFolder">Makes the name of the file survive a loss of power, which flushing the file doesn't do.</param>
internal sealed class LineLog(Stream file, Action? flushFolder = null) : IDisposable
{
    private long _end;

    // An earlier process may have created the file, and ended before it flushed the folder.
    private bool _isFolderFlushed;

    /// <summary>The length of the complete lines in bytes.</summary>
    public long Length => _end;

    /// <summary>Reads all complete lines, without their line feeds.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> Read()
    {
        var bytes = new byte[file.Length];
        file.Position = 0;
        var count = file.ReadFully(bytes);
        for (_end = 0; Array.IndexOf(bytes, (byte)'\n', (int)_end, count - (int)_end) is var lineEnd and >= 0; _end = lineEnd + 1)
        {
            yield return bytes.AsMemory((int)_end, lineEnd - (int)_end);
        }
    }

    /// <summary>Finds the end of the last complete line, which is enough for a log that is only appended.</summary>
    public LineLog SkipToEnd()
    {
        _end = 0;
        var chunk = new byte[4096];
        for (var end = file.Length; end > 0 && _end == 0;)
        {
            var start = Math.Max(0, end - chunk.Length);
            file.Position = start;
            var count = file.Read(chunk, 0, (int)(end - start));
            _end = start + Array.LastIndexOf(chunk, (byte)'\n', count - 1, count) is var index && index >= start ? index + 1 : 0;
            end = start;
        }

        return this;
    }

    /// <summary>Appends a line.</summary>
    /// <exception cref="IOException">What may not be on the disk doesn't count: it is removed.</exception>
    public void Append(byte[] line)
    {
        file.SetLength(_end);
        file.Position = _end;
        try
        {
            file.Write([.. line, (byte)'\n'], 0, line.Length + 1);
            Flush();
        }
        catch
        {
            file.SetLength(_end);
            throw;
        }

        _end = file.Position;
    }

    public void Dispose()
    {
        // The memory of a connection is opened again.
        if (file is FileStream)
        {
            file.Dispose();
        }
    }

    private void Flush()
    {
        if (file is FileStream stream)
        {
            stream.Flush(flushToDisk: true);
        }
        else
        {
            file.Flush();
        }

        if (!_isFolderFlushed)
        {
            flushFolder?.Invoke();
            _isFolderFlushed = true;
        }
    }
}
