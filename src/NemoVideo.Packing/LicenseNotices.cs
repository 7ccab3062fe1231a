namespace NemoVideo.Packing;

/// <summary>The licenses of the third-party assemblies, from THIRD-PARTY-NOTICES.txt. A test compares them with the packages.</summary>
internal static partial class LicenseNotices
{
    /// <summary>Returns the SPDX license identifiers by the file names of the assemblies.</summary>
    public static Dictionary<string, string> Read(string notices) =>
        Entry().Matches(notices).ToDictionary(
            static match => match.Groups[1].Value,
            static match => match.Groups[2].Value,
            StringComparer.Ordinal);

    [GeneratedRegex(@"^(\S+\.dll), version \S+\r?\nLicense: (\S+)", RegexOptions.Multiline)]
    private static partial Regex Entry();
}
