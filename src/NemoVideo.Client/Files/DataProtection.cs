using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace NemoVideo.Client.Files;

/// <summary>
/// Encrypts data for the current user with DPAPI on Windows. Elsewhere, the data stays as it is, because only its owner can read the file.
/// </summary>
internal static class DataProtection
{
    [ExcludeFromCodeCoverage] // One branch runs only on Windows.
    public static byte[] Encrypt(byte[] bytes) => RuntimeInformation.IsOSPlatform(OSPlatform.Windows)
        ? ProtectedData.Protect(bytes, optionalEntropy: null, DataProtectionScope.CurrentUser) : bytes;

    /// <exception cref="CryptographicException">Another user encrypted the data, or it is damaged. Thrown only on Windows.</exception>
    [ExcludeFromCodeCoverage] // One branch runs only on Windows.
    public static byte[] Decrypt(byte[] bytes) => RuntimeInformation.IsOSPlatform(OSPlatform.Windows)
        ? ProtectedData.Unprotect(bytes, optionalEntropy: null, DataProtectionScope.CurrentUser) : bytes;
}
