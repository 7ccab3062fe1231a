using System.Reflection;

namespace NemoVideo.Tests;

/// <summary>What the build tells the tests.</summary>
internal static class SourceTree
{
    /// <summary>The folder of the repository that the tests were built from.</summary>
    public static string Root => Metadata("RepositoryRoot");

    /// <summary>A value that the project file of the tests sets.</summary>
    public static string Metadata(string key) =>
        typeof(SourceTree).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(item => item.Key == key).Value
        ?? throw new InvalidOperationException($"The build has set no metadata {key}.");
}
