namespace NemoVideo.Client.Skills;

/// <summary>The four skills that the service is known from, with what each of their documents promises.</summary>
internal static class BuiltInSkills
{
    public const string DefaultName = "for-video-free";

    private const string FullHd = "1080p";
    private const string UltraHd = "4K";

    private static readonly (string Name, string Resolution, TimeSpan Shortest, TimeSpan Longest)[] All =
    [
        (DefaultName, FullHd, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(60)),
        ("maker-free-best", FullHd, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(60)),
        ("video-editing-with-4k", UltraHd, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(3)),
        ("video-generation-4k", UltraHd, TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(4)),
    ];

    public static IReadOnlyList<string> Names { get; } = [.. All.Select(static skill => skill.Name)];

    /// <summary>The skill of a name, or null.</summary>
    public static SkillProfile? Find(string name, string platform)
    {
        var index = Array.FindIndex(All, skill => string.Equals(skill.Name, name, StringComparison.OrdinalIgnoreCase));
        return index < 0 ? null : new SkillProfile(All[index].Name, SkillFile.DefaultVersion, platform)
        {
            Resolution = All[index].Resolution,
            ShortestTime = All[index].Shortest,
            LongestTime = All[index].Longest,
        };
    }
}
