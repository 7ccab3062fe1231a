using System.ComponentModel;
using System.Diagnostics;

namespace NemoVideo.Demo;

/// <summary>
/// Finds a PowerShell that can run the module: NEMO_PWSH, then <c>pwsh</c> on the PATH, then the official
/// <c>powershell</c> .NET tool, which is fetched where the package can be had.
/// </summary>
/// <remarks>
/// NEMO_PWSH is a path or a command name, and is taken as it is; a value that leads nowhere is an error, since the user
/// meant something by it. <c>none</c> means to go without PowerShell. What is found otherwise must be PowerShell 7.4 or
/// later. The tool has a manifest in a folder of its own, so that nothing else fails where the package is missing.
/// </remarks>
/// <param name="toolFolder">The folder with <c>.config/dotnet-tools.json</c>; the tool can be run from there only.</param>
/// <param name="environment">Reads an environment variable.</param>
internal sealed class PowerShellFinder(string toolFolder, Func<string, string?> environment)
{
    private static readonly Version OldestVersion = new(7, 4);
    private static readonly TimeSpan VersionLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan RestoreLimit = TimeSpan.FromMinutes(5);

    /// <summary>Looks in the three places, in their order, and stops at the first PowerShell that can be used.</summary>
    /// <param name="cancellationToken">Ends the search, and what it runs.</param>
    /// <returns>The command, or none with the reason in one line.</returns>
    /// <exception cref="InvalidOperationException">NEMO_PWSH names something that is not there.</exception>
    public async Task<PowerShellCommand> FindAsync(CancellationToken cancellationToken)
    {
        if (environment("NEMO_PWSH") is { Length: > 0 } wanted)
        {
            return FindWanted(wanted);
        }

        var onPath = FindOnPath("pwsh") is { } path
            ? await CheckAsync(new PowerShellCommand(path, [], null, "PATH", null), cancellationToken).ConfigureAwait(false)
            : PowerShellCommand.None("there is no pwsh on the PATH");
        if (onPath.IsFound)
        {
            return onPath;
        }

        var tool = await FindToolAsync(cancellationToken).ConfigureAwait(false);
        return tool.IsFound ? tool : PowerShellCommand.None($"{onPath.Reason}, and {tool.Reason}");
    }

    private PowerShellCommand FindWanted(string wanted)
    {
        if (string.Equals(wanted, "none", StringComparison.OrdinalIgnoreCase))
        {
            return PowerShellCommand.None("NEMO_PWSH is 'none'");
        }

        var path = File.Exists(wanted) ? Path.GetFullPath(wanted) : FindOnPath(wanted);
        return path is not null
            ? new PowerShellCommand(path, [], null, "NEMO_PWSH", null)
            : throw new InvalidOperationException(
                $"NEMO_PWSH is '{wanted}', which is neither a file nor a command on the PATH. "
                + "Set it to a PowerShell executable, to 'none' to go without PowerShell, or not at all.");
    }

    private string? FindOnPath(string command)
    {
        if (Path.GetFileName(command) != command)
        {
            return null;
        }

        var fileName = OperatingSystem.IsWindows() && !Path.HasExtension(command) ? command + ".exe" : command;
        var folders = (environment("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return folders.Select(folder => Path.Combine(folder, fileName)).FirstOrDefault(IsExecutable);
    }

    private static bool IsExecutable(string path)
    {
        const UnixFileMode AnyExecute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        return File.Exists(path) && (OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & AnyExecute) != 0);
    }

    private async Task<PowerShellCommand> FindToolAsync(CancellationToken cancellationToken)
    {
        var dotnet = environment("DOTNET_HOST_PATH") is { Length: > 0 } host ? host : "dotnet";
        var restore = new ProcessStartInfo(dotnet, ["tool", "restore"]) { WorkingDirectory = toolFolder };
        var (outcome, failure) = await TryRunAsync(restore, RestoreLimit, cancellationToken).ConfigureAwait(false);
        if (outcome is not { ExitCode: 0 })
        {
            return PowerShellCommand.None($"the .NET tool 'powershell' cannot be had: {outcome?.FirstLine ?? failure}");
        }

        // The two dashes keep dotnet from taking PowerShell's arguments for its own.
        var tool = new PowerShellCommand(dotnet, ["tool", "run", "pwsh", "--"], toolFolder, "the .NET tool", null);
        return await CheckAsync(tool, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Asks a PowerShell for its version: that it is there does not say that it runs, or is new enough.</summary>
    private static async Task<PowerShellCommand> CheckAsync(PowerShellCommand found, CancellationToken cancellationToken)
    {
        var (outcome, failure) = await TryRunAsync(found.CreateStart("--version"), VersionLimit, cancellationToken).ConfigureAwait(false);
        if (outcome is not { ExitCode: 0 })
        {
            return PowerShellCommand.None($"the pwsh from {found.Source} does not run: {outcome?.FirstLine ?? failure}");
        }

        // "PowerShell 7.6.5", or "PowerShell 7.7.0-preview.1".
        var text = outcome.Output.Split(' ').Last().Split('-').First();
        return Version.TryParse(text, out var version) && version >= OldestVersion
            ? found
            : PowerShellCommand.None($"the pwsh from {found.Source} says '{outcome.FirstLine}' where {OldestVersion} or later is needed");
    }

    private static async Task<(ProcessOutcome? Outcome, string? Failure)> TryRunAsync(
        ProcessStartInfo start, TimeSpan limit, CancellationToken cancellationToken)
    {
        try
        {
            return (await QuietProcess.RunAsync(start, limit, cancellationToken).ConfigureAwait(false), null);
        }
        catch (Win32Exception exception)
        {
            return (null, exception.Message);
        }
    }
}
