using System.Buffers.Binary;
using System.Security.Cryptography;

namespace NemoVideo.Soak;

/// <summary>
/// The clip of one round. An additional box contains the number of the round, so that the checks detect a file of another round.
/// Without ffmpeg, the emulator's render is the clip itself.
/// </summary>
internal sealed record Clip(string Path, long ByteCount, string Hash)
{
    private static readonly byte[] Original = File.ReadAllBytes(System.IO.Path.Combine(AppContext.BaseDirectory, "sunset.mp4"));

    public static async Task<Clip> CreateAsync(string folder, long round, CancellationToken cancellationToken)
    {
        var content = new byte[Original.Length + 16];
        Original.CopyTo(content, 0);
        var box = content.AsSpan(Original.Length);
        BinaryPrimitives.WriteInt32BigEndian(box, box.Length);
        "free"u8.CopyTo(box[4..]);
        BinaryPrimitives.WriteInt64BigEndian(box[8..], round);
        var path = System.IO.Path.Combine(folder, $"round{round}.mp4");
        await File.WriteAllBytesAsync(path, content, cancellationToken);
        return new Clip(path, content.Length, HashOf(content));
    }

    public async Task<bool> IsSameAsync(string path, CancellationToken cancellationToken) =>
        HashOf(await File.ReadAllBytesAsync(path, cancellationToken)) == Hash;

    private static string HashOf(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));
}
