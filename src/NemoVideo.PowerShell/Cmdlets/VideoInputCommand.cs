using System.Text.RegularExpressions;
using NemoVideo.Language;
using NemoVideo.PowerShell.Binding;
using NemoVideo.PowerShell.Completion;
using NemoVideo.PowerShell.Errors;

namespace NemoVideo.PowerShell.Cmdlets;

/// <summary>The base of New-NemoVideo: the parameters that an input or a row of a CSV file can specify, and their checks.</summary>
/// <remarks>
/// The cmdlet checks the values itself. If a parameter were mandatory or had an attribute that rejects values, PowerShell would skip a row
/// with an invalid value, and the cmdlet couldn't know that -Join lacks a clip.
/// </remarks>
public abstract class VideoInputCommand : NemoCommand
{
    private static readonly Regex LanguageCode = new(@"^([A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*)?\z", RegexOptions.CultureInvariant);

    private bool _isPathTyped;
    private bool _isLiteralPathComputed;

    /// <summary>
    /// The messages to the agent, in plain language. Several messages, or the parts of a message that are separated by <c>;;</c>, are
    /// sent one after the other in the same session. Each message costs credits.
    /// </summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [MessageText]
    public string[]? Message { get; set; } = [];

    /// <summary>
    /// The files or http and https URLs, each for a video of its own. In a row of a CSV file, several of them, separated by <c>;</c>,
    /// are for one video. A path on the command line can contain wildcards. Default: none, to generate a clip from the messages.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("FilePath")]
    [SupportsWildcards, PathText(AllowOther = true)]
    public string[] Path { get; set; } = [];

    /// <summary>The files, without wildcards, each for a video of its own. Files from Get-ChildItem bind to this parameter.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("FullName", "PSPath", "LP")]
    public string[]? LiteralPath { get; set; } = [];

    /// <summary>A file, its path, or an object with properties that are named like parameters, such as a row of a CSV file.</summary>
    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    /// <summary>Creates one video from all inputs, in their order. Default: a video for each input.</summary>
    [Parameter]
    public SwitchParameter Join { get; set; }

    /// <summary>The name of the video. The extension can be omitted. Default: the name of the first file, or video.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [PlainText(AllowOther = true)]
    public string OutputName { get; set; } = "";

    /// <summary>The quality of the videos: low, medium or high. Default: high.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(QualityCompleter))]
    [TextOrDefault("high")]
    public string Quality { get; set; } = "high";

    /// <summary>The resolution of the videos, such as 1080p or 4K. Default: the service's.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Resolution, ArgumentCompleter(typeof(ResolutionCompleter))]
    public string Resolution { get; set; } = "";

    /// <summary>The frames per second of the videos, 1 to 240. Default: the service's.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [NumberOrNull]
    public double? FrameRate { get; set; }

    /// <summary>The language of the responses as an ISO code, such as en, zh-CN or ja. Default: the skill's, usually en.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(LanguageCompleter))]
    [PlainText(AllowOther = true)]
    public string Language { get; set; } = "";

    /// <summary>The skill that requests are attributed to: a built-in skill, or the connection's. Default: the connection's.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(SkillCompleter))]
    [PlainText(AllowOther = true)]
    public string Skill { get; set; } = "";

    /// <summary>Whether a parameter is on the command line, with a value that isn't a script block.</summary>
    private protected bool IsTyped(string parameter) => TypedParameters.Contains(MyInvocation, parameter);

    /// <summary>Checks the command line. An unset variable must not become a generated video.</summary>
    private protected void CheckInputs()
    {
        var isPiped = MyInvocation.ExpectingInput;
        _isPathTyped = MyInvocation.BoundParameters.ContainsKey(nameof(Path));
        var isLiteralTyped = IsTyped(nameof(LiteralPath));
        _isLiteralPathComputed = !isLiteralTyped && MyInvocation.BoundParameters.ContainsKey(nameof(LiteralPath));
        ThrowIf(Join && MyInvocation.BoundParameters.Values.Any(TypedParameters.IsScriptBlock), ErrorRecords.ScriptBlockAndJoin);
        ThrowIf(_isPathTyped && isPiped, () => ErrorRecords.PathAndInput(nameof(Path)));
        ThrowIf(isLiteralTyped && isPiped, () => ErrorRecords.PathAndInput(nameof(LiteralPath)));
        ThrowIf(_isPathTyped && isLiteralTyped, ErrorRecords.PathAndLiteralPath);
        ThrowIf(_isPathTyped && IsEmpty(Path), () => ErrorRecords.EmptyArgument(nameof(Path)));
        ThrowIf(isLiteralTyped && IsEmpty(LiteralPath), () => ErrorRecords.EmptyArgument(nameof(LiteralPath)));
        ThrowIf(IsTyped(nameof(InputObject)) && InputObject is null, () => ErrorRecords.EmptyArgument(nameof(InputObject)));
        ThrowIf(
            (!isPiped || IsTyped(nameof(Message))) && VideoInputs.ReadMessages(Message) is null,
            () => ErrorRecords.BlankMessage(target: null));
        if (FindInvalidValue(target: null) is { } invalid)
        {
            ThrowTerminatingError(invalid);
        }
    }

    /// <summary>The inputs of each video of a record; null for an input that can't be used.</summary>
    private protected IEnumerable<IReadOnlyList<string>?> ReadInputs(VideoInputs reader)
    {
        var hasPath = Path.Any(static path => path.Length > 0);
        var literalPaths = LiteralPath ?? [];
        return hasPath && literalPaths.Any(static path => !string.IsNullOrEmpty(path))
            ? reader.Reject([.. Path, .. literalPaths], ErrorRecords.PathAndLiteralPath())
            : hasPath ? Path.SelectMany(
                path => _isPathTyped ? reader.ReadValue(path, isLiteral: false) : reader.ReadProperty(path))
            : literalPaths.Length > 0 ? reader.ReadFiles(literalPaths, isLiteral: true)
            : _isLiteralPathComputed ? reader.Reject(InputObject)
            : reader.ReadObject(InputObject, MyInvocation.ExpectingInput);
    }

    /// <summary>The error for a value that isn't allowed; null if there is none.</summary>
    private protected ErrorRecord? FindInvalidValue(string? target) =>
        (VideoInputs.ReadMessages(Message) ?? []).Select(message => FindInvalidMessage(message, target))
            .FirstOrDefault(static error => error is not null) is { } invalid ? invalid
        : IsGarbled(OutputName) ? ErrorRecords.WrongEncoding(nameof(OutputName), target)
        : IsGarbled(Language + Quality + Skill) ? ErrorRecords.WrongEncoding("Language, Quality or Skill", target)
        : !QualityCompleter.Qualities.Contains(Quality, StringComparer.OrdinalIgnoreCase)
            ? ErrorRecords.InvalidValue(nameof(Quality), "Use low, medium, or high.", target)
        : Resolution.Length > 0 && !ExportForm.Resolutions.Contains(Resolution)
            ? ErrorRecords.InvalidValue(nameof(Resolution), $"Use one of these: {string.Join(", ", ExportForm.Resolutions)}.", target)
        : FrameRate is not (null or (>= 1 and <= 240))
            ? ErrorRecords.InvalidValue(nameof(FrameRate), "Use a number from 1 to 240.", target)
        : !LanguageCode.IsMatch(Language)
            ? ErrorRecords.InvalidValue(nameof(Language), "Use an ISO code, such as en or zh-CN.", target)
        : OutputName == PlainTextAttribute.Other ? ErrorRecords.InvalidValue(nameof(OutputName), "Specify a string.", target)
        : Skill == PlainTextAttribute.Other ? ErrorRecords.InvalidValue(nameof(Skill), "Use the name of a skill.", target)
        : null;

    private static bool IsEmpty(string[]? paths) => paths is not { Length: > 0 } || paths.Any(string.IsNullOrWhiteSpace);
}
