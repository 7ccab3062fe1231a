using NemoVideo.Client.Errors;

namespace NemoVideo.Client.Skills;

/// <summary>The platform that a skill is installed on (protocol section 1).</summary>
internal static class SkillPlatform
{
    public const string Unknown = "unknown";

    private const string Variable = "SKILL_SOURCE";

    /// <summary>What <c>SKILL_SOURCE</c> says, which wins over everything; null where it is not set.</summary>
    public static string? FromEnvironment()
    {
        if (Environment.GetEnvironmentVariable(Variable)?.Trim() is not { Length: > 0 } platform)
        {
            return null;
        }

        return HeaderText.Fits(platform) ? platform : throw new NemoException(
            NemoErrorKind.InvalidArgument,
            $"The environment variable {Variable} holds '{HeaderText.Shown(platform)}', which cannot be sent as a platform.",
            $"Set it to a short name such as clawhub or cursor, in {HeaderText.Rule}, or remove it.");
    }

    /// <summary>The platform that a file is installed on, by the folder that it lies under.</summary>
    public static string Of(string path) =>
        Of(path, Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify));

    public static string Of(string path, string home)
    {
        var full = Path.GetFullPath(path);
        return home.Length == 0 ? Unknown
            : IsUnder(full, Path.Combine(home, ".clawhub")) ? "clawhub"
            : IsUnder(full, Path.Combine(home, ".cursor", "skills")) ? "cursor"
            : Unknown;
    }

    private static bool IsUnder(string path, string folder) => path.StartsWith(
        Path.GetFullPath(folder) + Path.DirectorySeparatorChar,
        Path.DirectorySeparatorChar == '\\' ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal);
}
