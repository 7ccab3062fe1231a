using System.Security.Cryptography;

namespace NemoVideo.Client.Storage;

/// <summary>Computes SHA-256 in lowercase hexadecimal digits.</summary>
internal static class ContentHash
{
    public static string OfText(string text) => Of(Encoding.UTF8.GetBytes(text));

    public static string Of(byte[] bytes)
    {
        using var sha = SHA256.Create();
        return Write(sha.ComputeHash(bytes));
    }

    public static string Write(byte[] hash) => BitConverter.ToString(hash).Replace("-", "").ToLowerInvariant();
}
