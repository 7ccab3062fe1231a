using System.Security.Cryptography;
using System.Text;

namespace NemoVideo.Client.Authentication;

/// <summary>Names who speaks to which API, so that what is kept on this computer is met again by the same user only.</summary>
internal static class ConnectionIdentity
{
    /// <summary>24 hexadecimal digits that stay the same, and from which nothing can be read back.</summary>
    /// <param name="api">The API's address.</param>
    /// <param name="owner">The client id of a free token, or the user's own token.</param>
    public static string Of(Uri api, string owner)
    {
        using var sha = SHA256.Create();
        var hash = sha.ComputeHash(Encoding.UTF8.GetBytes(api.GetLeftPart(UriPartial.Authority) + "\n" + owner));
        return BitConverter.ToString(hash, 0, 12).Replace("-", "");
    }
}
