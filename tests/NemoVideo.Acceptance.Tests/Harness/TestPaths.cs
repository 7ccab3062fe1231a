using System.Reflection;

namespace NemoVideo.Acceptance.Tests.Harness;

/// <summary>The paths of the module, the emulator and the test data.</summary>
internal static class TestPaths
{
    /// <summary>The root folder of the repository.</summary>
    public static string Repository => Metadata("RepositoryRoot");

    /// <summary>The built module.</summary>
    public static string Module => Environment.GetEnvironmentVariable("NEMO_MODULE_PATH") ?? Path.Combine(Repository, "output", "NemoVideo");

    /// <summary>The emulator's assembly. Start it with <c>dotnet</c>.</summary>
    public static string Emulator => Environment.GetEnvironmentVariable("NEMO_EMULATOR_PATH") ?? Metadata("EmulatorPath");

    /// <summary>A file that the build copied beside the tests.</summary>
    public static string Data(params string[] path) => Path.Combine([AppContext.BaseDirectory, .. path]);

    /// <summary>One of the sample clips, such as <c>sunset.mp4</c>: a real MP4 file.</summary>
    public static string Clip(string name) => Path.Combine(Repository, "samples", "clips", name);

    private static string Metadata(string key) =>
        typeof(TestPaths).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(item => item.Key == key).Value!;
}
