namespace NemoVideo.Emulator.Protocol;

/// <summary>Creates random IDs in the service's formats.</summary>
internal static class NewId
{
    /// <summary>19 digits. A double can't hold them, so tests detect a client that reads the ID as a number.</summary>
    public static string Digits() => "7" + RandomNumberGenerator.GetString("0123456789", 18);

    public static string Prefixed(string prefix, int byteCount = 16) =>
        prefix + RandomNumberGenerator.GetHexString(byteCount * 2, lowercase: true);
}
