using System.Diagnostics;
using System.Reflection;
using System.Xml.Linq;
using NemoVideo.Client.Tests.Support;

namespace NemoVideo.Client.Tests.NetFramework;

/// <summary>Runs the tests for .NET Framework in a Mono process.</summary>
internal static class MonoRun
{
    private const string Namespace = "NemoVideo.Client.Tests.";

    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(10);

    /// <summary>The path of an assembly that Mono needs for .NET Standard, and that Debian's package mono-runtime doesn't contain.</summary>
    public static string Facade(string mono) =>
        Path.Combine(Path.GetDirectoryName(mono)!, "..", "lib", "mono", "4.5", "Facades", "netstandard.dll");

    /// <exception cref="InvalidOperationException">The process wrote no results.</exception>
    public static async Task<IReadOnlyList<MonoTest>> RunAsync(string mono, CancellationToken cancellationToken)
    {
        using var folder = new TemporaryFolder();
        var results = folder.PathOf("results.xml");
        var program = typeof(MonoRun).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(static one => one.Key == "NetFrameworkTests").Value!;
        var start = new ProcessStartInfo(mono, [program, "-noColor", "-xml", results]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(Timeout);
        try
        {
            await process.WaitForExitAsync(deadline.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
        }

        // The exit code says nothing: Mono 6.8 can crash when it ends, after the results were written.
        return File.Exists(results)
            ? [.. XDocument.Load(results).Descendants("test").Select(Read)]
            : throw new InvalidOperationException($"Mono wrote no results:\n{await output}\n{await errors}");
    }

    private static MonoTest Read(XElement test)
    {
        // xunit escapes the quotation marks of arguments.
        var name = ((string)test.Attribute("name")!).Replace("\\\"", "\"", StringComparison.Ordinal);
        return new MonoTest(
            name.StartsWith(Namespace, StringComparison.Ordinal) ? name[Namespace.Length..] : name,
            (string?)test.Attribute("result") != "Fail",
            $"{test.Element("failure")?.Element("message")?.Value}\n{test.Element("failure")?.Element("stack-trace")?.Value}".Trim(),
            test.Element("reason")?.Value);
    }
}
