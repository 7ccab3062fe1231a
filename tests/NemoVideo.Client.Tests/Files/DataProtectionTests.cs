using System.Security.Cryptography;
using NemoVideo.Client.Files;

namespace NemoVideo.Client.Tests.Files;

/// <summary>Encryption with DPAPI, which only Windows has.</summary>
public sealed class DataProtectionTests
{
    private static readonly byte[] Secret = "free-token"u8.ToArray();

    [Fact]
    public void Decrypt_EncryptedData_ReturnsIt() => Assert.Equal(Secret, DataProtection.Decrypt(DataProtection.Encrypt(Secret)));

    [Fact]
    public void Encrypt_OnWindows_HidesTheData()
    {
        Assert.SkipUnless(OperatingSystem.IsWindows(), "DPAPI exists only on Windows.");

        Assert.Equal(-1, DataProtection.Encrypt(Secret).AsSpan().IndexOf(Secret));
    }

    [Fact]
    public void Decrypt_DamagedDataOnWindows_Fails()
    {
        Assert.SkipUnless(OperatingSystem.IsWindows(), "DPAPI exists only on Windows.");
        var bytes = DataProtection.Encrypt(Secret);
        bytes[^1] ^= 1;

        Assert.ThrowsAny<CryptographicException>(() => DataProtection.Decrypt(bytes));
    }
}
