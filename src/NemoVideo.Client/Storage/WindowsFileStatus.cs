using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace NemoVideo.Client.Storage;

/// <summary>The status of an open file on Windows.</summary>
[ExcludeFromCodeCoverage] // Runs only on Windows.
internal static class WindowsFileStatus
{
    /// <exception cref="IOException">The status can't be read.</exception>
    public static FileIdentity IdentityOf(SafeFileHandle file)
    {
        if (!GetFileInformationByHandle(file, out var status))
        {
            throw new IOException("The file ID can't be read.", Marshal.GetHRForLastWin32Error());
        }

        return new(
            FormattableString.Invariant($"{status.Volume:x}-{status.IndexHigh:x8}{status.IndexLow:x8}"),
            ((long)status.LengthHigh << 32) | status.LengthLow,
            (DateTime.FromFileTimeUtc(status.WriteTime) - DateTimeOffset.FromUnixTimeSeconds(0).UtcDateTime).Ticks * 100);
    }

    [DllImport("kernel32", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool GetFileInformationByHandle(SafeFileHandle file, out Status status);

    /// <summary>BY_HANDLE_FILE_INFORMATION. The times aren't aligned to 8 bytes.</summary>
    [StructLayout(LayoutKind.Sequential, Pack = 4)]
    private struct Status
    {
        public uint Attributes;
        public long CreationTime;
        public long AccessTime;
        public long WriteTime;
        public uint Volume;
        public uint LengthHigh;
        public uint LengthLow;
        public uint LinkCount;
        public uint IndexHigh;
        public uint IndexLow;
    }
}
