using System.Diagnostics;
using NemoVideo.Demo;

namespace NemoVideo.Tests;

/// <summary>
/// A copy of PowerShell with machine code, in the user's local application data. Only tests use it. Without machine code, each process
/// spends more than a second to compile what it runs.
/// </summary>
/// <param name="source">The folder of PowerShell.</param>
/// <param name="crossgen">The compiler, crossgen2.</param>
internal sealed class CompiledPowerShell(string source, string crossgen)
{
    // The assemblies that every process loads. To compile the C# compiler takes longer than the few uses of Add-Type.
    private static readonly string[] Assemblies =
    [
        "System.Management.Automation", "Microsoft.PowerShell.ConsoleHost", "Microsoft.PowerShell.Commands.Utility",
        "Microsoft.PowerShell.Commands.Management", "Microsoft.PowerShell.Security", "Newtonsoft.Json", "pwsh",
    ];

    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(10);

    /// <summary>Creates the copy if it doesn't exist. Several processes can call this at the same time.</summary>
    /// <returns>The folder of the copy.</returns>
    /// <exception cref="InvalidOperationException">The compiler failed.</exception>
    public async Task<string> CreateAsync(CancellationToken cancellationToken)
    {
        var data = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create);
        var root = Directory.CreateDirectory(Path.Combine(data, "nemovideo-tests")).FullName;
        var folder = Path.Combine(root, $"powershell-{Version(source, 4)}-crossgen2-{Version(crossgen, 2)}");
        await using var turn = await TakeTurnAsync(folder + ".lock", cancellationToken);
        if (!Directory.Exists(folder))
        {
            var partial = folder + ".partial";
            if (Directory.Exists(partial))
            {
                // A previous run was stopped.
                Directory.Delete(partial, recursive: true);
            }

            CopyFolder(partial);
            foreach (var assembly in Assemblies)
            {
                await CompileAsync($"{assembly}.dll", partial, cancellationToken);
            }

            Directory.Move(partial, folder);
        }

        return folder;
    }

    /// <summary>The version of a package, from a path inside it.</summary>
    private static string Version(string path, int depth) => path.Split(Path.DirectorySeparatorChar, '/')[^(depth + 1)];

    private static async Task<FileStream> TakeTurnAsync(string path, CancellationToken cancellationToken)
    {
        for (var clock = Stopwatch.StartNew(); ; await Task.Delay(100, cancellationToken))
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (clock.Elapsed < Timeout)
            {
                // Another test process compiles.
            }
        }
    }

    private void CopyFolder(string destination)
    {
        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(destination, Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    private async Task CompileAsync(string assembly, string destination, CancellationToken cancellationToken)
    {
        var runtime = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        var start = new ProcessStartInfo(crossgen,
        [
            Path.Combine(source, assembly), "--out", Path.Combine(destination, assembly), "--targetos", "linux", "--targetarch", "x64", "-O",
            "--reference", Path.Combine(source, "*.dll"), "--reference", Path.Combine(runtime, "*.dll"),
        ]);
        var outcome = await QuietProcess.RunAsync(start, Timeout, cancellationToken);
        if (outcome.ExitCode != 0)
        {
            throw new InvalidOperationException($"crossgen2 can't compile {assembly}: {outcome.FirstLine}");
        }
    }
}
