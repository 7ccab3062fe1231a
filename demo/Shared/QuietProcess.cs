using System.Diagnostics;
using System.Text;

namespace NemoVideo.Demo;

/// <summary>Runs a program without showing its output, and kills it and its child processes after a timeout.</summary>
internal static class QuietProcess
{
    /// <exception cref="System.ComponentModel.Win32Exception">The program can't be started.</exception>
    /// <exception cref="OperationCanceledException">The token was canceled. The program was killed.</exception>
    public static async Task<ProcessOutcome> RunAsync(ProcessStartInfo start, TimeSpan timeout, CancellationToken cancellationToken)
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
        deadline.CancelAfter(timeout);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();

        // A program that prompts reads the end of its input instead of waiting.
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

/// <summary>The result of a program. The exit code is null if it was killed after the timeout.</summary>
internal sealed record ProcessOutcome(int? ExitCode, string Output, string Error)
{
    /// <summary>The first line that isn't empty, from standard error if possible.</summary>
    public string FirstLine =>
        $"{Error}\n{Output}".Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).FirstOrDefault()
        ?? (ExitCode is { } code ? $"no output, exit code {code}" : "no output before the timeout");
}
