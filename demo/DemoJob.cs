namespace NemoVideo.Demo;

/// <summary>What is to be done, whoever does it.</summary>
/// <param name="Clips">The folder of clips.</param>
/// <param name="Videos">The folder for the finished videos.</param>
/// <param name="Message">What to do with each clip, in plain words.</param>
/// <param name="PollInterval">The pause between two looks at a render.</param>
/// <param name="Api">The service.</param>
/// <param name="Home">Where tokens are kept for the time of the demo: not among the user's own.</param>
internal sealed record DemoJob(string Clips, string Videos, string Message, TimeSpan PollInterval, Uri Api, string Home)
{
    /// <summary>The clips, in the order that a folder lists them.</summary>
    public IReadOnlyList<string> ClipPaths => [.. Directory.EnumerateFiles(Clips, "*.mp4").Order(StringComparer.OrdinalIgnoreCase)];

    /// <summary>The file that a clip's video is expected in.</summary>
    public string VideoPath(string clip) => Path.Combine(Videos, Path.GetFileName(clip));
}
