using System.Reflection;

namespace NemoVideo.Demo;

/// <summary>Where the demo finds and puts its files.</summary>
internal static class DemoPaths
{
    private static readonly string Repository = typeof(DemoPaths).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(static item => item.Key == "RepositoryRoot").Value!;

    /// <summary>The clips that videos are made of.</summary>
    public static string Clips => Path.Combine(Repository, "samples", "clips");

    /// <summary>The folder that the built module is found in.</summary>
    public static string Modules => Path.Combine(Repository, "output");

    /// <summary>Where the finished videos go.</summary>
    public static string Videos => Path.Combine(Repository, "output", "demo");

    /// <summary>The script that a user would write.</summary>
    public static string Script => Path.Combine(Repository, "demo", "main.ps1");

    /// <summary>The folder with the manifest of the <c>powershell</c> .NET tool.</summary>
    public static string PowerShellTool => Path.Combine(Repository, "demo", "powershell");
}
