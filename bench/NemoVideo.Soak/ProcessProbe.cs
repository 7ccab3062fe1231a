using System.Diagnostics;
using System.Globalization;
using NemoVideo.Client.Http;

namespace NemoVideo.Soak;

/// <summary>Measures a process with /proc on Linux, and with .NET elsewhere.</summary>
internal static class ProcessProbe
{
    public static ProcessSample Take(int processId, TimeSpan at, long managedBytes, long rounds) =>
        OperatingSystem.IsLinux() ? OfLinux(processId, at, managedBytes, rounds) : OfDotNet(processId, at, managedBytes, rounds);

    private static ProcessSample OfLinux(int processId, TimeSpan at, long managedBytes, long rounds)
    {
        var status = File.ReadLines($"/proc/{processId}/status")
            .Select(static line => line.Split(':', 2))
            .ToDictionary(static line => line[0], static line => line[1].Trim().Split(' ')[0], StringComparer.Ordinal);
        long Number(string name) => long.Parse(status[name], CultureInfo.InvariantCulture);
        var handles = Directory.GetFileSystemEntries($"/proc/{processId}/fd");
        return new ProcessSample(
            at, Number("VmRSS") * 1024, (Number("RssAnon") + Number("VmSwap")) * 1024, managedBytes,
            handles.Length, handles.Count(IsSocket), Number("Threads"), rounds);
    }

    private static ProcessSample OfDotNet(int processId, TimeSpan at, long managedBytes, long rounds)
    {
        using var process = Process.GetProcessById(processId);
        return new ProcessSample(
            at, process.WorkingSet64, process.PrivateMemorySize64, managedBytes, process.HandleCount, 0, process.Threads.Count, rounds);
    }

    private static bool IsSocket(string handle)
    {
        try
        {
            return new FileInfo(handle).LinkTarget?.StartsWith("socket:", StringComparison.Ordinal) == true;
        }
        catch (IOException)
        {
            // The file was closed after it was listed.
            return false;
        }
    }
}
