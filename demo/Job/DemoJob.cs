using System.Reflection;

namespace NemoVideo.Demo;

/// <summary>The job of the demo, for PowerShell or the client library. Its tokens are cached in a home folder of its own.</summary>
internal sealed record DemoJob(string Clips, string Videos, string Message, TimeSpan PollInterval, Uri Api, string Home)
{
    public IReadOnlyList<string> ClipPaths => [.. Directory.EnumerateFiles(Clips, "*.mp4").Order(StringComparer.OrdinalIgnoreCase)];

    public string Report => Path.Combine(Videos, "report.html");

    public string VideoPath(string clip) => Path.Combine(Videos, Path.GetFileName(clip));
}

/// <summary>The files and folders of the demo.</summary>
internal static class DemoPaths
{
    private static readonly string Repository = typeof(DemoPaths).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(static item => item.Key == "RepositoryRoot").Value!;

    public static string Clips => Path.Combine(Repository, "samples", "clips");

    /// <summary>The folder of the built module.</summary>
    public static string Modules => Path.Combine(Repository, "output");

    public static string Videos => Path.Combine(Repository, "output", "demo");
    public static string Script => Path.Combine(Repository, "demo", "main.ps1");

    /// <summary>The folder with the manifest of the <c>powershell</c> .NET tool.</summary>
    public static string PowerShellTool => Path.Combine(Repository, "demo", "powershell");
}
