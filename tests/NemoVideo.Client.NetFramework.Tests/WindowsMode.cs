using System.Reflection;
using System.Runtime.CompilerServices;
using NemoVideo.Client.Storage;

namespace NemoVideo.Client.Tests;

/// <summary>Makes the client open files as on Windows. Mono rejects the file handles that the client opens on Linux.</summary>
internal static class WindowsMode
{
    [ModuleInitializer]
    internal static void Enter()
    {
        foreach (var name in new[] { nameof(UnixFileSystem.IsAvailable), nameof(UnixFileSystem.HasReferences) })
        {
            typeof(UnixFileSystem).GetField($"<{name}>k__BackingField", BindingFlags.Static | BindingFlags.NonPublic)!.SetValue(null, false);
        }
    }
}
