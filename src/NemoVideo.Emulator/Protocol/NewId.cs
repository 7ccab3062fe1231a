using System.Globalization;
using System.Security.Cryptography;

namespace NemoVideo.Emulator.Protocol;

/// <summary>Makes identifiers of the service's looks.</summary>
internal static class NewId
{
    /// <summary>Nineteen digits: more than a double keeps, so that a client that reads it as a number is found out.</summary>
    public static string Digits() =>
        "7" + string.Create(CultureInfo.InvariantCulture, $"{RandomNumberGenerator.GetInt32(1_000_000_000):d9}{RandomNumberGenerator.GetInt32(1_000_000_000):d9}");

    public static string Prefixed(string prefix, int byteCount = 16) => prefix + RandomNumberGenerator.GetHexString(byteCount * 2, lowercase: true);
}
