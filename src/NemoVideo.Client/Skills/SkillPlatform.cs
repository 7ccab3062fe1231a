namespace NemoVideo.Client.Skills;

/// <summary>The platform that a skill is installed on (protocol section 1).</summary>
internal static class SkillPlatform
{
    public const string Unknown = "unknown";

    private const string Variable = "SKILL_SOURCE";

    /// <summary>The value of <c>SKILL_SOURCE</c>, which overrides everything; null if it isn't set.</summary>
    public static string? FromEnvironment()
    {
        var platform = Environment.GetEnvironmentVariable(Variable)?.Trim();
        return string.IsNullOrEmpty(platform) ? null
            : HeaderText.IsValid(platform!) ? platform
            : throw new NemoException(
                NemoErrorKind.InvalidArgument,
                $"The environment variable {Variable} has an invalid platform name: '{platform!.Shorten(HeaderText.MaxShownLength)}'.",
                $"Set {Variable} to a name such as clawhub, or remove the environment variable. A name can contain {HeaderText.Rule}.");
    }

    /// <summary>The platform whose folder contains the file.</summary>
    public static string Of(string path, string? home = null)
    {
        home ??= Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify);
        var full = Path.GetFullPath(path);
        return home.Length == 0 ? Unknown
            : IsUnder(full, ".clawhub") ? "clawhub"
            : IsUnder(full, Path.Combine(".cursor", "skills")) ? "cursor"
            : Unknown;

        bool IsUnder(string file, string folder) => PathRules.Below(file, Path.GetFullPath(Path.Combine(home, folder))) is not null;
    }
}

/// <summary>Validates the values of the attribution headers: short, visible, and the same in every encoding.</summary>
internal static class HeaderText
{
    public const string Rule = "up to 100 ASCII letters, digits, and punctuation marks, but no spaces";
    public const int MaxShownLength = 40;

    public static bool IsValid(string text) => text.Length is > 0 and <= 100 && text.All(static character => character is > ' ' and <= '~');
}
