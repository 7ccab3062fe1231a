namespace NemoVideo.Emulator.Media;

/// <summary>Looks for a program on the PATH.</summary>
internal static class ToolPath
{
    /// <summary>The full path of the program, or null where it is not installed.</summary>
    public static string? Find(string name)
    {
        var fileName = OperatingSystem.IsWindows() ? name + ".exe" : name;
        return (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, fileName))
            .FirstOrDefault(File.Exists);
    }
}
