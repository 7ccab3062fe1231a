using NemoVideo.Client.Errors;

namespace NemoVideo.Client.Skills;

/// <summary>The skill in whose name a client speaks (protocol section 1), and what it promises.</summary>
/// <param name="Name">Its name, such as <c>for-video-free</c>.</param>
/// <param name="Version">Its version; 1.0.0 where it shows none.</param>
/// <param name="Platform">Where it is installed: clawhub, cursor or unknown, or what <c>SKILL_SOURCE</c> says.</param>
public sealed record SkillProfile(string Name, string Version, string Platform)
{
    /// <summary>What it makes, <c>1080p</c> or <c>4K</c>; null where that is not known.</summary>
    public string? Resolution { get; init; }

    /// <summary>The least time that it takes to make a video from a clip of 30 seconds; null where that is not known.</summary>
    public TimeSpan? ShortestTime { get; init; }

    /// <summary>The most time that it usually takes for that; null where that is not known.</summary>
    public TimeSpan? LongestTime { get; init; }

    /// <summary>What goes out with every request.</summary>
    public Attribution Attribution => new(Name, Version, Platform);

    /// <summary>The names of the built-in skills.</summary>
    public static IReadOnlyList<string> BuiltInNames => BuiltInSkills.Names;

    /// <summary>The skill that a client speaks as where none is named: <c>for-video-free</c>.</summary>
    /// <exception cref="NemoException"><c>SKILL_SOURCE</c> holds what no header can hold.</exception>
    public static SkillProfile Default => BuiltIn(BuiltInSkills.DefaultName);

    /// <summary>A built-in skill.</summary>
    /// <param name="name">Its name, in upper or lower case.</param>
    /// <exception cref="NemoException">There is none of that name; the next step lists those that are.</exception>
    public static SkillProfile BuiltIn(string name) =>
        BuiltInSkills.Find(name, SkillPlatform.FromEnvironment() ?? SkillPlatform.Unknown) ?? throw new NemoException(
            NemoErrorKind.InvalidArgument,
            $"There is no built-in skill '{name}'.",
            $"Use one of {string.Join(", ", BuiltInNames)}, or the path of a SKILL.md.");

    /// <summary>
    /// Reads a skill from its <c>SKILL.md</c>. What it makes is known only where it has the name of a built-in one.
    /// </summary>
    /// <param name="path">The file. Where it lies says what platform it is installed on.</param>
    /// <exception cref="NemoException">The file cannot be read, or its front matter names no skill.</exception>
    public static SkillProfile Read(string path)
    {
        var (name, version) = SkillFile.Read(path);
        var platform = SkillPlatform.FromEnvironment() ?? SkillPlatform.Of(path);
        return BuiltInSkills.Find(name, platform) is { } builtIn
            ? builtIn with { Name = name, Version = version }
            : new SkillProfile(name, version, platform);
    }
}
