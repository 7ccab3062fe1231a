using System.Buffers;
using System.Security.Cryptography;

namespace NemoVideo.Client.Files;

/// <summary>Computes SHA-256 in lowercase hexadecimal digits.</summary>
internal static class ContentHash
{
    private const int ChunkBytes = 256 * 1024;

    public static string OfText(string text) => Of(Encoding.UTF8.GetBytes(text));

    public static string Of(byte[] bytes)
    {
        using var sha = SHA256.Create();
        return Write(sha.ComputeHash(bytes));
    }

    /// <summary>Hashes a file in chunks.</summary>
    /// <param name="length">The expected length. A file that is shorter needs no larger chunk.</param>
    /// <param name="read">Reads the next chunk and returns the number of bytes; 0 at the end.</param>
    /// <param name="cancellationToken">Ends the hashing after a chunk.</param>
    public static string OfFile(long length, Func<byte[], int> read, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var chunk = ArrayPool<byte>.Shared.Rent((int)Math.Min(ChunkBytes, length + 1));
        try
        {
            int count;
            while ((count = read(chunk)) > 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                hash.AppendData(chunk, 0, count);
            }

            return Write(hash.GetHashAndReset());
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(chunk);
        }
    }

    private static string Write(byte[] hash) => BitConverter.ToString(hash).Replace("-", "").ToLowerInvariant();
}
