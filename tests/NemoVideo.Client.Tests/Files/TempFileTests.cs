using NemoVideo.Client.Files;
using NemoVideo.Client.Tests.Support;

namespace NemoVideo.Client.Tests.Files;

public sealed class TempFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private IEnumerable<string?> Names => Directory.GetFiles(_folder.FullName).Select(Path.GetFileName).Order();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false, false, true)]
    [InlineData(true, true, true)]
    [InlineData(true, false, false)]
    public void TryMove_AnyTarget_ReplacesOnlyIfAllowed(bool exists, bool overwrite, bool expected)
    {
        var target = _folder.PathOf("a.mp4");
        if (exists)
        {
            File.WriteAllText(target, "old");
        }

        using (var file = new TempFile(target))
        {
            file.Stream.WriteByte((byte)'n');
            Assert.Equal(expected, file.TryMove(target, overwrite));
        }

        Assert.Equal(expected ? "n" : "old", File.ReadAllText(target));
        Assert.Equal(["a.mp4"], Names);
    }

    [Fact]
    public void Dispose_NotMoved_DeletesIt()
    {
        new TempFile(_folder.PathOf("a.mp4")).Dispose();

        Assert.Empty(Names);
    }

    [Fact]
    public void Create_LeftoversOfKilledProcesses_AreDeletedButNotThoseOfRunningOnes()
    {
        var target = _folder.PathOf("a.mp4");
        string Leave(string name, int minutes)
        {
            var path = _folder.PathOf(name);
            File.WriteAllText(path, "x");
            File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddMinutes(-minutes));
            return path;
        }

        Leave("a.mp4.00000000.part", minutes: 5);
        Leave("b.mp4.0000000a.part", minutes: 5);
        Leave("a.mp4.00000001.part", minutes: 0);
        Leave("a.mp4.backup.part", minutes: 5);
        using var running = new FileStream(Leave("a.mp4.00000003.part", minutes: 5), FileMode.Open, FileAccess.ReadWrite, FileShare.None);

        new TempFile(target).Dispose();

        Assert.Equal(["a.mp4.00000001.part", "a.mp4.00000003.part", "a.mp4.backup.part"], Names);
    }

    [Fact]
    public void DeleteLeftovers_ProcessOfThisComputerWasJustKilled_DeletesItsFile()
    {
        var target = _folder.PathOf("a.mp4");
        string leftover;
        using (var killed = new TempFile(target))
        {
            leftover = killed.Path;
        }

        File.WriteAllText(leftover, "x");
        File.SetLastWriteTimeUtc(leftover, DateTime.UtcNow.AddSeconds(-1));

        TempFile.DeleteLeftovers(target);

        Assert.Empty(Names);
    }

    // On Linux, a file that is open can be replaced.
    [Fact]
    public void TryMove_ProgramHasTargetOpenForAMoment_ReplacesIt()
    {
        var target = _folder.Write("a.mp4", 10);
        using var scanned = ScannedFile.ForAMoment(target);
        using var file = new TempFile(target);

        Assert.True(file.TryMove(target, overwrite: true));

        Assert.Equal(["a.mp4"], Names);
    }
}
