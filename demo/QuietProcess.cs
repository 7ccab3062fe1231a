using System.Diagnostics;
using System.Text;

namespace NemoVideo.Demo;

/// <summary>Runs a program to its end without showing anything of it, and never longer than it may.</summary>
internal static class QuietProcess
{
    /// <summary>Runs a program; what it starts itself is killed with it when its time is up.</summary>
    /// <param name="start">What to start; input and output are redirected here.</param>
    /// <param name="limit">How long it may take.</param>
    /// <param name="cancellationToken">Kills the program.</param>
    /// <returns>Exit code and output.</returns>
    /// <exception cref="System.ComponentModel.Win32Exception">The program cannot be started.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled; the program is gone.</exception>
    public static async Task<ProcessOutcome> RunAsync(ProcessStartInfo start, TimeSpan limit, CancellationToken cancellationToken)
    {
        start.UseShellExecute = false;
        start.CreateNoWindow = true;
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.StandardOutputEncoding = Encoding.UTF8;
        start.StandardErrorEncoding = Encoding.UTF8;

        using var process = new Process { StartInfo = start };
        var output = new StringBuilder();
        var error = new StringBuilder();
        process.OutputDataReceived += (_, line) => Append(output, line.Data);
        process.ErrorDataReceived += (_, line) => Append(error, line.Data);

        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(limit);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();

        // A program that asks something meets the end of its input instead of waiting for an answer.
        process.StandardInput.Close();

        int? exitCode = null;
        try
        {
            await process.WaitForExitAsync(deadline.Token).ConfigureAwait(false);
            exitCode = process.ExitCode;
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            cancellationToken.ThrowIfCancellationRequested();
        }

        return new ProcessOutcome(exitCode, Read(output), Read(error));
    }

    private static void Append(StringBuilder builder, string? line)
    {
        lock (builder)
        {
            builder.AppendLine(line);
        }
    }

    private static string Read(StringBuilder builder)
    {
        lock (builder)
        {
            return builder.ToString().TrimEnd();
        }
    }
}
