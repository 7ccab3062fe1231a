namespace NemoVideo.Client.Skills;

/// <summary>A skill that requests are attributed to (protocol section 1), with its documented resolution and times.</summary>
/// <param name="Name">Its name, such as <c>for-video-free</c>.</param>
/// <param name="Version">Its version; 1.0.0 if the file contains none.</param>
/// <param name="Platform">The platform that it is installed on: clawhub, cursor or unknown, or the value of <c>SKILL_SOURCE</c>.</param>
public sealed record SkillProfile(string Name, string Version, string Platform)
{
    /// <summary>The four published skills, with their documented resolution and times. The first one is the default.</summary>
    private static readonly SkillProfile[] BuiltIns =
    [
        Create("for-video-free", "1080p", 30, 60),
        Create("maker-free-best", "1080p", 30, 60),
        Create("video-editing-with-4k", "4K", 60, 180),
        Create("video-generation-4k", "4K", 120, 240),
    ];

    /// <summary>The resolution of its videos, <c>1080p</c> or <c>4K</c>; null if unknown.</summary>
    public string? Resolution { get; init; }

    /// <summary>The shortest usual time for a video from a clip of 30 seconds; null if unknown.</summary>
    public TimeSpan? ShortestTime { get; init; }

    /// <summary>The longest usual time for a video from a clip of 30 seconds; null if unknown.</summary>
    public TimeSpan? LongestTime { get; init; }

    /// <summary>The names of the built-in skills.</summary>
    public static IReadOnlyList<string> BuiltInNames { get; } = [.. BuiltIns.Select(static skill => skill.Name)];

    /// <summary>The default skill, <c>for-video-free</c>.</summary>
    /// <exception cref="NemoException"><c>SKILL_SOURCE</c> isn't a valid header value.</exception>
    public static SkillProfile Default => BuiltIn(BuiltInNames[0]);

    /// <summary>A built-in skill. The name isn't case-sensitive.</summary>
    /// <exception cref="NemoException">There is no such skill. The recommended action lists the names.</exception>
    public static SkillProfile BuiltIn(string name) =>
        Find(name, SkillPlatform.FromEnvironment() ?? SkillPlatform.Unknown) ?? throw new NemoException(
            NemoErrorKind.InvalidArgument,
            $"'{name}' is not the name of a built-in skill.",
            $"Use one of these names: {string.Join(", ", BuiltInNames)}. To use another skill, specify the path of its SKILL.md file.");

    /// <summary>Reads a skill from its <c>SKILL.md</c>. The folder of the file decides the platform.</summary>
    /// <remarks>Resolution and times are known if the skill has the name of a built-in one.</remarks>
    /// <exception cref="NemoException">The file can't be read, or its front matter has no valid name.</exception>
    public static SkillProfile Read(string path)
    {
        var (name, version) = SkillFile.Read(path);
        var platform = SkillPlatform.FromEnvironment() ?? SkillPlatform.Of(path);
        return (Find(name, platform) ?? new SkillProfile(name, version, platform)) with { Name = name, Version = version };
    }

    private static SkillProfile? Find(string name, string platform) =>
        BuiltIns.FirstOrDefault(skill => string.Equals(skill.Name, name, StringComparison.OrdinalIgnoreCase)) is { } found
            ? found with { Platform = platform }
            : null;

    private static SkillProfile Create(string name, string resolution, int shortest, int longest) =>
        new(name, SkillFile.DefaultVersion, SkillPlatform.Unknown)
        {
            Resolution = resolution,
            ShortestTime = TimeSpan.FromSeconds(shortest),
            LongestTime = TimeSpan.FromSeconds(longest),
        };
}
