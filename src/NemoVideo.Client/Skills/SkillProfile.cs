namespace NemoVideo.Client.Skills;

/// <summary>A skill that requests are attributed to (protocol section 1), with its documented resolution, times and tips.</summary>
/// <param name="Name">Its name, such as <c>for-video-free</c>.</param>
/// <param name="Version">Its version; 1.0.0 if the file contains none.</param>
/// <param name="Platform">The platform that it is installed on: clawhub, cursor or unknown, or the value of <c>SKILL_SOURCE</c>.</param>
public sealed record SkillProfile(string Name, string Version, string Platform)
{
    /// <summary>The pattern of a language as an ISO code, such as <c>en</c> or <c>zh-CN</c>; it also matches an empty text.</summary>
    public const string LanguagePattern = @"^([A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*)?\z";

    private const int MaxNameLength = 100;
    private const long LongUploadBytes = 50 * 1024 * 1024;
    private const string DefaultExample = "trim, add transitions, and export this video for free";

    /// <summary>The four published skills, with their documented resolution, times and tips. The first one is the default.</summary>
    private static readonly SkillProfile[] BuiltIns =
    [
        Create("for-video-free", "1080p", 30, 60) with
        {
            ClipTip = "Clips shorter than 60 seconds are processed fastest and don't lose quality.",
        },
        Create("maker-free-best", "1080p", 30, 60) with
        {
            ClipTip = "Clips shorter than 2 minutes are processed significantly faster.",
            MessageTip = CreateMessageTip("make a free video from my clips with music and transitions"),
        },
        Create("video-editing-with-4k", "4K", 60, 180) with
        {
            BestFormats = ["mp4", "mov", "avi", "mkv"],
            ClipTip = "To speed up 4K processing, trim clips to less than 2 minutes before you upload them.",
            MessageTip = CreateMessageTip("trim the shaky clips, color grade, and export in 4K resolution"),
        },
        Create("video-generation-4k", "4K", 120, 240) with
        {
            MessageTip = "Short messages with clear scene descriptions produce more consistent 4K results. "
                + CreateMessageTip("generate a 10-second 4K video of a futuristic city at night with neon lights"),
        },
    ];

    /// <summary>The language of new sessions as an ISO code. Default: <c>en</c>, as in the published skills.</summary>
    public string Language { get; init; } = "en";

    /// <summary>The resolution of its videos, <c>1080p</c> or <c>4K</c>; null if unknown.</summary>
    public string? Resolution { get; init; }

    /// <summary>The shortest usual time for a video from a 30-second clip; null if unknown.</summary>
    public TimeSpan? ShortestTime { get; init; }

    /// <summary>The longest usual time for a video from a 30-second clip; null if unknown.</summary>
    public TimeSpan? LongestTime { get; init; }

    /// <summary>
    /// The usual time for a video, such as <c>30-60 seconds for a 30-second clip</c> or <c>1-3 minutes for a 30-second clip</c>;
    /// null if unknown.
    /// </summary>
    public string? TypicalTime => (ShortestTime, LongestTime) switch
    {
        ({ TotalSeconds: < 60 and var from }, { TotalSeconds: var to }) => FormatTime(from, to, "seconds"),
        ({ TotalMinutes: var from }, { TotalMinutes: var to }) => FormatTime(from, to, "minutes"),
        _ => null,
    };

    /// <summary>The extensions of the video formats that work best, in lower case. Default: mp4, mov, avi, webm.</summary>
    public IReadOnlyList<string> BestFormats { get; init; } = ["mp4", "mov", "avi", "webm"];

    /// <summary>The tip about the length of clips, one sentence; null if the skill has none.</summary>
    public string? ClipTip { get; init; }

    /// <summary>The tip about messages, two or three sentences.</summary>
    public string MessageTip { get; init; } = CreateMessageTip(DefaultExample);

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
            $"'{name.Shorten(MaxNameLength)}' is not the name of a built-in skill.",
            $"Use one of these names: {string.Join(", ", BuiltInNames)}. To use another skill, specify the path of its SKILL.md file.");

    /// <summary>Reads a skill from its <c>SKILL.md</c>. The folder of the file decides the platform.</summary>
    /// <remarks>Resolution and times are known if the skill has the name of a built-in one.</remarks>
    /// <exception cref="NemoException">The file can't be read, or its front matter has no valid name.</exception>
    public static SkillProfile Read(string path)
    {
        var (name, version, language) = SkillFile.Read(path);
        var platform = SkillPlatform.FromEnvironment() ?? SkillPlatform.Of(path);
        var profile = Find(name, platform) ?? new SkillProfile(name, version, platform);
        return profile with { Name = name, Version = version, Language = language ?? profile.Language };
    }

    /// <summary>The tip for the upload of a file; null unless it is a video of 50 MiB or more, or not of the best formats.</summary>
    /// <param name="path">The name or path of the file.</param>
    /// <param name="byteCount">The size of the file.</param>
    public string? TipForUpload(string path, long byteCount)
    {
        var isVideo = Files.MediaType.Of(path)?.StartsWith("video/", StringComparison.Ordinal) == true;
        var isBest = BestFormats.Contains(Path.GetExtension(path).TrimStart('.'), StringComparer.OrdinalIgnoreCase);
        return isVideo && (byteCount >= LongUploadBytes || !isBest)
            ? $"These formats work best: {string.Join(", ", BestFormats)}.{(ClipTip is null ? "" : $" {ClipTip}")}"
            : null;
    }

    private static string FormatTime(double from, double to, string unit) =>
        FormattableString.Invariant($"{from}-{to} {unit} for a 30-second clip");

    private static string CreateMessageTip(string example) =>
        "Messages that describe the edit precisely are processed faster and produce better results. "
        + $"Instead of \"make it look better\", try \"{example}\".";

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
