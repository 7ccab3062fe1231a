using NemoVideo.Client.Http;
using NemoVideo.Client.Uploads;

namespace NemoVideo.Client.Jobs;

/// <summary>
/// Hashes the contents of input files. The hash of a large file is cached in the data folder by path, length and last write time, so that
/// the next run doesn't read the whole file again. Entries can be deleted at any time, and a damaged entry isn't used.
/// </summary>
internal sealed class InputHashes(NemoClientOptions options)
{
    // A smaller file is hashed as fast as its entry is read.
    private const int MinCachedBytes = 1024 * 1024;
    private const int HashLength = 64;

    private readonly string? _home = DataLocation.Home(options.DataDirectory);

    /// <exception cref="NemoException">The file can't be read.</exception>
    public string Of(MediaFile media, CancellationToken cancellationToken)
    {
        var entry = options.UseCache && media.Length >= MinCachedBytes && media.IsSettled(options.TimeProvider.GetUtcNow())
            ? EntryOf(media.Fingerprint) : null;
        if (entry is not null && Read(entry) is { } known)
        {
            return known;
        }

        using var file = media.Open();
        var hash = OfContent(file, media, cancellationToken);
        if (entry is not null)
        {
            if (!media.IsUnchanged(file))
            {
                throw media.Changed();
            }
            Write(entry, hash);
        }

        return hash;
    }

    private static string OfContent(FileStream file, MediaFile media, CancellationToken cancellationToken) => ContentHash.OfFile(
        media.Length,
        chunk =>
        {
            var count = media.Read(file, chunk);

            // Otherwise, another program is writing to the file, possibly endlessly.
            return file.Position <= media.Length ? count : throw media.Changed();
        },
        cancellationToken);

    private static string? Read(PrivateFile entry)
    {
        try
        {
            return entry.Read() is { Length: HashLength * 2 } content && Encoding.ASCII.GetString(content).Substring(0, HashLength) is { } hash
                && content.AsSpan().SequenceEqual(ContentOf(entry, hash)) ? hash : null;
        }
        catch (Exception exception) when (IsAccess(exception))
        {
            return null;
        }
    }

    private static void Write(PrivateFile entry, string hash)
    {
        try
        {
            entry.Write(ContentOf(entry, hash));
        }
        catch (Exception exception) when (IsAccess(exception))
        {
            // The next run reads the file again.
        }
    }

    /// <summary>The hash and a checksum: another hash would make the file a new job, which is charged.</summary>
    private static byte[] ContentOf(PrivateFile entry, string hash) =>
        Encoding.ASCII.GetBytes(hash + ContentHash.OfText(Path.GetFileName(entry.Path) + hash));

    private static bool IsAccess(Exception exception) => exception is IOException or UnauthorizedAccessException;

    private PrivateFile EntryOf(string fingerprint)
    {
        var name = ContentHash.OfText(fingerprint);
        return new PrivateFile(Path.Combine(DataLocation.Data(_home), "hashes", name.Substring(0, 2), name));
    }
}
