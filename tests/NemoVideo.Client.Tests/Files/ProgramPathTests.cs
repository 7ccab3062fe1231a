using System.Diagnostics;
using NemoVideo.Client.Files;

namespace NemoVideo.Client.Tests.Files;

public sealed class ProgramPathTests
{
    /// <summary>xdg-open is a script that searches a browser on the PATH. Another user can put one into the current folder.</summary>
    [Fact]
    public void CleanEnvironment_RelativeFoldersOnPath_AreRemoved()
    {
        var folder = Path.GetFullPath("bin");
        var start = new ProcessStartInfo("program");
        start.Environment["PATH"] = string.Join(Path.PathSeparator, "", folder, ".", "bin", folder, "");
        start.Environment["NEMO_TOKEN"] = "token";

        ProgramPath.CleanEnvironment(start);

        Assert.Equal(string.Join(Path.PathSeparator, folder, folder), start.Environment["PATH"]);
        Assert.False(start.Environment.ContainsKey("NEMO_TOKEN"));
    }
}
