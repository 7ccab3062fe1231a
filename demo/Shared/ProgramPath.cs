namespace NemoVideo.Demo;

/// <summary>Finds programs on the PATH. If .NET gets only a file name, it searches the current folder first.</summary>
internal static class ProgramPath
{
    /// <returns>The full path of a command; null if it isn't on the PATH.</returns>
    public static string? Find(string command, Func<string, string?> environment)
    {
        if (Path.GetFileName(command) != command)
        {
            return null;
        }

        var fileName = OperatingSystem.IsWindows() && !Path.HasExtension(command) ? command + ".exe" : command;
        var folders = (environment("PATH") ?? "").Split(Path.PathSeparator);
        return folders.Where(Path.IsPathRooted).Select(folder => Path.Combine(folder, fileName)).FirstOrDefault(IsExecutable);
    }

    private static bool IsExecutable(string path)
    {
        const UnixFileMode AnyExecute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        return File.Exists(path) && (OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & AnyExecute) != 0);
    }
}
