using NemoVideo.Client.Exports;
using NemoVideo.Client.Skills;

namespace NemoVideo.Client.Jobs;

/// <summary>A unit of work: inputs and messages in, one video out. All messages are sent in one session.</summary>
/// <remarks>
/// A job that was started before is resumed. It is recognized by the API, the content of its files, its URLs, its messages, the skill and
/// the language. Other properties can change without a new charge.
/// </remarks>
public sealed record VideoJob
{
    /// <summary>The name of a video without an input and without a requested name.</summary>
    internal const string DefaultName = "video";

    private const string Extension = "." + RenderOutput.Format;

    /// <summary>The inputs in the order in which they are uploaded: paths of files, or http and https URLs. Default: none, if the
    /// agent generates the video from the messages.</summary>
    public IReadOnlyList<string> Inputs { get; init; } = [];

    /// <summary>The messages in the order in which they are sent, at least one. Each of them is charged.</summary>
    public IReadOnlyList<string> Messages { get; init; } = [];

    /// <summary>The skill that the requests of the job are attributed to. Default: the connection's.</summary>
    public SkillProfile? Skill { get; init; }

    /// <summary>The language of the agent as an ISO code, such as <c>en</c>. Default: the skill's.</summary>
    public string? Language { get; init; }

    /// <summary>
    /// The name of the video. The extension can be omitted. Characters that aren't allowed in file names are replaced. Default: the name of
    /// the first input, or <c>video</c>.
    /// </summary>
    public string? OutputName { get; init; }

    /// <summary>The folder of the video. It is created if it doesn't exist.</summary>
    public string Destination { get; init; } = ".";

    /// <summary>The quality of the video, as the service names it. Default: <c>high</c>.</summary>
    public string Quality { get; init; } = "high";

    /// <summary>The resolution of the video, such as <c>1080p</c> or <c>4K</c>. Default: the service's.</summary>
    public string? Resolution { get; init; }

    /// <summary>The frames per second of the video. Default: the service's.</summary>
    public double? FrameRate { get; init; }

    internal RenderOutput Output => new(Quality, Resolution, FrameRate);

    /// <summary>
    /// Tells jobs without inputs and with the same messages apart, from 1: the agent generates a video for each. Default: 1.
    /// </summary>
    public int Variation { get; init; } = 1;

    /// <summary>A value of the caller, which the result contains unchanged. Default: null.</summary>
    public object? Tag { get; init; }

    /// <summary>The full path of the video. If it is taken, the video gets the next free name, such as <c>clip (2).mp4</c>.</summary>
    public string GetOutputPath() => Path.Combine(Path.GetFullPath(Destination), $"{SafeFileName.Of(Name)}{Extension}");

    /// <summary>The requested name of the video, without extension.</summary>
    internal string Name =>
        OutputName is not { Length: > 0 } name
            ? Inputs.Count > 0 && Path.GetFileNameWithoutExtension(PathOf(Inputs[0])) is { Length: > 0 } input ? input : DefaultName
        : name.Length > Extension.Length && name.EndsWith(Extension, StringComparison.OrdinalIgnoreCase)
            ? name.Substring(0, name.Length - Extension.Length)
        : name;

    private static string PathOf(string input) =>
        UrlText.ParseWeb(input) is { } url ? Uri.UnescapeDataString(url.AbsolutePath) : input;
}
