using System.Security.Cryptography;

namespace NemoVideo.Client.Operations;

/// <summary>SHA-256 of a file's content.</summary>
internal static class FileHash
{
    private const int ChunkBytes = 256 * 1024;

    /// <exception cref="NemoException">The file can't be read.</exception>
    public static async Task<string> OfAsync(MediaFile media, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var file = media.Open();
        var chunk = new byte[Math.Min(ChunkBytes, media.Length + 1)];
        int count;
        while ((count = await media.ReadAsync(file, chunk, cancellationToken).ConfigureAwait(false)) > 0)
        {
            hash.AppendData(chunk, 0, count);
            if (file.Position > media.Length)
            {
                // Another program is writing to the file, possibly endlessly.
                throw media.Changed();
            }
        }

        return ContentHash.Write(hash.GetHashAndReset());
    }
}
