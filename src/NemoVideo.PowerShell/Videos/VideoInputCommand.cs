namespace NemoVideo.PowerShell;

/// <summary>The parameters of New-NemoVideo that an input or a row of a CSV file can specify.</summary>
/// <remarks>
/// <see cref="VideoArguments"/> checks the values. If a parameter were mandatory or had an attribute that rejects values, PowerShell would
/// skip a row with an invalid value, and the cmdlet couldn't know that -Join lacks a clip.
/// </remarks>
public abstract class VideoInputCommand : ConnectionCommand<VideoInput>
{
    /// <summary>
    /// The messages to the agent, in plain language. Several messages, or the parts of a message that are separated by <c>;;</c>, are
    /// sent one after the other in the same session. Each message costs credits.
    /// </summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true), MessageText]
    public string[]? Message { get; set; } = [];

    /// <summary>
    /// The files or http and https URLs, each for a video of its own. In a row of a CSV file, several of them, separated by <c>;</c>,
    /// are for one video. A path on the command line can contain wildcards. Default: none, to generate a clip from the messages.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true), Alias("FilePath")]
    [SupportsWildcards, PathText(AllowOther = true)]
    public string[] Path { get; set; } = [];

    /// <summary>The files, without wildcards, each for a video of its own. Files from Get-ChildItem bind to this parameter.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true), Alias("FullName", "PSPath", "LP")]
    public string[]? LiteralPath { get; set; } = [];

    /// <summary>A file, its path, or an object with properties that are named like parameters, such as a row of a CSV file.</summary>
    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    /// <summary>Creates one video from all inputs, in their order. Default: a video for each input.</summary>
    [Parameter]
    public SwitchParameter Join { get; set; }

    /// <summary>The name of the video. The extension can be omitted. Default: the name of the first file, or video.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true), PlainText(AllowOther = true)]
    public string OutputName { get; set; } = "";

    /// <summary>The quality of the videos: low, medium or high. Default: high.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true), ArgumentCompleter(typeof(QualityCompleter))]
    [TextOrDefault("high")]
    public string Quality { get; set; } = "high";

    /// <summary>The resolution of the videos, such as 1080p or 4K. Default: the service's.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Resolution, ArgumentCompleter(typeof(ResolutionCompleter))]
    public string Resolution { get; set; } = "";

    /// <summary>The frames per second of the videos, 1 to 240. Default: the service's.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true), NumberOrNull]
    public double? FrameRate { get; set; }

    /// <summary>The language of the responses as an ISO code, such as en, zh-CN or ja. Default: the skill's, usually en.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(LanguageCompleter)), PlainText(AllowOther = true)]
    public string Language { get; set; } = "";

    /// <summary>The skill that requests are attributed to: a built-in skill, or the connection's. Default: the connection's.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true), ArgumentCompleter(typeof(SkillCompleter))]
    [PlainText(AllowOther = true)]
    public string Skill { get; set; } = "";

    private protected override VideoInput ReadInput() => new(InputObject)
    {
        Number = InputCount,
        Message = Message,
        Path = Path,
        LiteralPath = LiteralPath ?? [],
        OutputName = OutputName,
        Quality = Quality,
        Resolution = Resolution,
        FrameRate = FrameRate,
        Language = Language,
        Skill = Skill,
    };
}
