using System.ComponentModel;
using System.Diagnostics;

namespace NemoVideo.Demo;

/// <summary>
/// Finds a PowerShell that can run the module: NEMO_PWSH, then <c>pwsh</c> on the PATH, then the official <c>powershell</c> .NET tool,
/// which is downloaded if possible.
/// </summary>
/// <remarks>
/// NEMO_PWSH is a path, a command name, or <c>none</c> to run without PowerShell. Any other value is an error. A PowerShell from PATH or
/// the tool must be version 7.4 or later. The tool has its manifest in its own folder, so that a missing package affects nothing else.
/// </remarks>
internal sealed class PowerShellFinder(string toolFolder, Func<string, string?> environment)
{
    private static readonly Version MinVersion = new(7, 4);
    private static readonly TimeSpan VersionTimeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan RestoreTimeout = TimeSpan.FromMinutes(5);

    /// <exception cref="InvalidOperationException">NEMO_PWSH isn't a file or a command.</exception>
    public async Task<PowerShellCommand> FindAsync(CancellationToken cancellationToken)
    {
        if (environment("NEMO_PWSH") is { Length: > 0 } wanted)
        {
            return FindWanted(wanted);
        }

        var onPath = ProgramPath.Find("pwsh", environment) is { } path
            ? await CheckAsync(new PowerShellCommand(path, [], null, "PATH", null), cancellationToken).ConfigureAwait(false)
            : PowerShellCommand.None("pwsh is not on the PATH");
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

        var path = File.Exists(wanted) ? Path.GetFullPath(wanted) : ProgramPath.Find(wanted, environment);
        return path is not null
            ? new PowerShellCommand(path, [], null, "NEMO_PWSH", null)
            : throw new InvalidOperationException(
                $"NEMO_PWSH is set to '{wanted}', which is not a file or a command on the PATH. "
                + "Set NEMO_PWSH to the path of a PowerShell executable or to 'none', or remove the environment variable.");
    }

    private async Task<PowerShellCommand> FindToolAsync(CancellationToken cancellationToken)
    {
        var dotnet = environment("DOTNET_HOST_PATH") is { Length: > 0 } host ? host : ProgramPath.Find("dotnet", environment) ?? "dotnet";
        var restore = new ProcessStartInfo(dotnet, ["tool", "restore"]) { WorkingDirectory = toolFolder };
        var (outcome, failure) = await TryRunAsync(restore, RestoreTimeout, cancellationToken).ConfigureAwait(false);
        if (outcome is not { ExitCode: 0 })
        {
            return PowerShellCommand.None($"the .NET tool 'powershell' can't be installed: {outcome?.FirstLine ?? failure}");
        }

        // After the two dashes, dotnet passes all arguments to PowerShell.
        var tool = new PowerShellCommand(dotnet, ["tool", "run", "pwsh", "--"], toolFolder, "the .NET tool", null);
        return await CheckAsync(tool, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Checks that PowerShell runs and has the required version.</summary>
    private static async Task<PowerShellCommand> CheckAsync(PowerShellCommand found, CancellationToken cancellationToken)
    {
        var (outcome, failure) = await TryRunAsync(found.CreateStart("--version"), VersionTimeout, cancellationToken).ConfigureAwait(false);
        if (outcome is not { ExitCode: 0 })
        {
            return PowerShellCommand.None($"pwsh from {found.Source} doesn't run: {outcome?.FirstLine ?? failure}");
        }

        // "PowerShell 7.6.5", or "PowerShell 7.7.0-preview.1".
        var text = outcome.Output.Split(' ').Last().Split('-').First();
        return Version.TryParse(text, out var version) && version >= MinVersion
            ? found
            : PowerShellCommand.None($"pwsh from {found.Source} has version '{outcome.FirstLine}', but {MinVersion} or later is required");
    }

    private static async Task<(ProcessOutcome? Outcome, string? Failure)> TryRunAsync(
        ProcessStartInfo start, TimeSpan timeout, CancellationToken cancellationToken)
    {
        try
        {
            return (await QuietProcess.RunAsync(start, timeout, cancellationToken).ConfigureAwait(false), null);
        }
        catch (Win32Exception exception)
        {
            return (null, exception.Message);
        }
    }
}
