using NemoVideo.Client.Http;

namespace NemoVideo.Client.Uploads;

/// <summary>
/// Hashes the contents of input files. The hash of a large file is cached in the data folder by path, length and last write time, so that
/// the next run doesn't read the whole file again. Entries can be deleted at any time.
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
        if (Try(() => entry?.Read()) is { Length: HashLength } known)
        {
            return Encoding.ASCII.GetString(known);
        }

        using var file = media.Open();

        // After more bytes than the file had, another program is writing to it, possibly endlessly.
        var hash = ContentHash.OfFile(
            media.Length,
            chunk => media.Read(file, chunk) is var count && file.Position <= media.Length ? count : throw media.Changed(),
            cancellationToken);
        if (entry is not null)
        {
            _ = media.IsUnchanged(file) ? Try(() =>
            {
                entry.Write(Encoding.ASCII.GetBytes(hash));
                return null;
            }) : throw media.Changed();
        }

        return hash;
    }

    /// <summary>Without its entry, the file is read again.</summary>
    private static byte[]? Try(Func<byte[]?> access)
    {
        try
        {
            return access();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private PrivateFile EntryOf(string fingerprint)
    {
        var name = ContentHash.OfText(fingerprint);
        return new PrivateFile(Path.Combine(DataLocation.Data(_home, options.Observer.Notice), "hashes", name.Substring(0, 2), name));
    }
}
