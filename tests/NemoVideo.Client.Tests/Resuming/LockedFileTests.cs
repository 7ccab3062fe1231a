using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NemoVideo.Client.Errors;
using NemoVideo.Client.Journal;
using NemoVideo.Client.Operations;
using NemoVideo.Client.Protocol;
using NemoVideo.Client.Resuming;
using NemoVideo.Client.Storage;
using NemoVideo.Client.Tests.Support;

namespace NemoVideo.Client.Tests.Resuming;

/// <summary>A file that one run uses is locked for other runs.</summary>
public sealed class LockedFileTests
{
    [Fact]
    public async Task FindUpload_FileUsedByAnotherRun_ThrowsFileInUseUntilItEnds()
    {
        await using var bench = await Workbench.StartAsync();
        var clip = bench.Folder.Write("a.mp4", 100);
        using var one = (await bench.ConnectAsync()).Earlier.OpenFiles();
        using var other = (await bench.ConnectAsync()).Earlier.OpenFiles();
        Assert.Null(await one.FindUploadAsync(clip, Workbench.Ending));

        var error = await NemoAssert.ThrowsAsync(NemoErrorKind.FileInUse, () => other.FindUploadAsync(clip, Workbench.Ending));
        one.Dispose();

        Assert.Contains("a.mp4", error.Message, StringComparison.Ordinal);
        Assert.Null(await other.FindUploadAsync(clip, Workbench.Ending));
    }

    [Fact]
    public async Task FindUpload_FileUsedByRunWithoutResume_ThrowsFileInUse()
    {
        await using var bench = await Workbench.StartAsync();
        var clip = bench.Folder.Write("a.mp4", 100);
        using var one = (await bench.ConnectAsync()).Earlier.OpenFiles();
        using var second = (await bench.ConnectAsync()).Earlier.OpenFiles();
        using var resuming = (await bench.ConnectAsync()).Earlier.OpenFiles();

        await UploadAsync(bench, clip, one);
        await UploadAsync(bench, clip, second);

        await NemoAssert.ThrowsAsync(NemoErrorKind.FileInUse, () => resuming.FindUploadAsync(clip, Workbench.Ending));
    }

    [Fact]
    public async Task FindUpload_OldLockFileInUse_IsKept()
    {
        await using var bench = await Workbench.StartAsync();
        var clip = bench.Folder.Write("a.mp4", 100);
        using var one = (await bench.ConnectAsync()).Earlier.OpenFiles();
        await one.FindUploadAsync(clip, Workbench.Ending);
        Assert.All(LocksOf(bench).ToList(), static path => File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddYears(-1)));
        using var other = (await bench.ConnectAsync()).Earlier.OpenFiles();

        await other.FindUploadAsync(bench.Folder.Write("b.mp4", 200), Workbench.Ending);
        await NemoAssert.ThrowsAsync(NemoErrorKind.FileInUse, () => other.FindUploadAsync(clip, Workbench.Ending));
    }

    [Fact]
    public async Task FindUpload_TwoFilesWithSameContentInOneRun_IsAllowed()
    {
        await using var bench = await Workbench.StartAsync();
        var client = await bench.ConnectAsync();
        using var files = client.Earlier.OpenFiles();

        Assert.Null(await files.FindUploadAsync(bench.Folder.Write("a.mp4", 100), Workbench.Ending));
        Assert.Null(await files.FindUploadAsync(bench.Folder.Write("b.mp4", 100), Workbench.Ending));
    }

    [Fact]
    public async Task FindUpload_ContentUploadedInThisRun_ReturnsNull()
    {
        await using var bench = await Workbench.StartAsync();
        using var run = (await bench.ConnectAsync()).Earlier.OpenFiles();
        await UploadAsync(bench, bench.Folder.Write("a.mp4", 100), run);

        Assert.Null(await run.FindUploadAsync(bench.Folder.Write("b.mp4", 100), Workbench.Ending));
    }

    [Fact]
    public async Task FindUpload_FileWasInUseWhenUploaded_ReturnsNull()
    {
        await using var bench = await Workbench.StartAsync();
        var clip = bench.Folder.Write("a.mp4", 100);
        using var first = (await bench.ConnectAsync()).Earlier.OpenFiles();
        using var second = (await bench.ConnectAsync()).Earlier.OpenFiles();
        using var resuming = (await bench.ConnectAsync()).Earlier.OpenFiles();
        Assert.Null(await first.FindUploadAsync(clip, Workbench.Ending));
        await UploadAsync(bench, clip, second);
        first.Dispose();

        // The second run is still active and has no lock.
        Assert.Null(await resuming.FindUploadAsync(clip, Workbench.Ending));
    }

    [Theory]
    [InlineData(31)]
    [InlineData(365)]
    [InlineData(-365)]
    public async Task FindUpload_ClockChanges_FindsEachClipAndItsMessage(int days)
    {
        const string Message = "add a title \"Hi\"";
        var time = new ManualTime();
        await using var bench = await Workbench.StartAsync(Workbench.Plain with { Tokens = ["nmv_usr_a"] });
        string[] clips = [.. Enumerable.Range(1, 3).Select(number => bench.Folder.Write($"{number}.mp4", 100 * number))];
        var sessions = new List<string>();
        var first = await ConnectAsync();
        using (var run = first.Earlier.OpenFiles())
        {
            foreach (var clip in clips)
            {
                sessions.Add(await UploadAsync(first, clip, run));
                await first.EditAsync(sessions[^1], Message, cancellationToken: Workbench.Ending).ToListAsync();
            }
        }

        for (var turn = 0; turn < 3; turn++)
        {
            time.Advance(TimeSpan.FromDays(days));
            var client = await ConnectAsync();
            using var run = client.Earlier.OpenFiles();
            await client.CreateSessionAsync("other", cancellationToken: Workbench.Ending);
            for (var number = 0; number < clips.Length; number++)
            {
                Assert.Equal(sessions[number], (await run.FindUploadAsync(clips[number], Workbench.Ending))?.SessionId);
                var result = await client.Earlier.EditAsync(sessions[number], Message, cancellationToken: Workbench.Ending).ToListAsync();
                Assert.True(Assert.IsType<EditResult>(Assert.Single(result)).IsResumed);
            }
        }

        Assert.Equal(clips.Length, bench.RequestsTo("POST", "/run_sse").Count);

        Task<NemoClient> ConnectAsync() => bench.ConnectAsync(bench.Options(token: "nmv_usr_a", time: time));
    }

    /// <summary>A run compacts only after its own lookups, and not while another run has a file open.</summary>
    [Fact]
    public async Task FindUpload_JournalTooLarge_IsFoundAndLastRunCompacts()
    {
        var time = new ManualTime();
        await using var bench = await Workbench.StartAsync(Workbench.Plain with { Tokens = ["nmv_usr_a"] });
        string[] clips = [bench.Folder.Write("a.mp4", 100), bench.Folder.Write("b.mp4", 200)];
        var first = await ConnectAsync();
        using (var run = first.Earlier.OpenFiles())
        {
            foreach (var clip in clips)
            {
                await UploadAsync(first, clip, run);
            }
        }

        var journal = new FileInfo(Path.Combine(bench.Home, "journal", first.Identity + ".jsonl"));
        Fill(journal, time);
        time.Advance(TimeSpan.FromDays(2));
        var one = (await ConnectAsync()).Earlier.OpenFiles();
        var other = (await ConnectAsync()).Earlier.OpenFiles();
        Assert.NotNull(await one.FindUploadAsync(clips[0], Workbench.Ending));
        Assert.Null(await other.FindUploadAsync(bench.Folder.Write("new.mp4", 300), Workbench.Ending));

        one.Dispose();
        Assert.InRange(LengthOf(journal), JournalCompaction.MaxBytes, long.MaxValue);
        Assert.NotNull(await other.FindUploadAsync(clips[1], Workbench.Ending));
        other.Dispose();

        Assert.InRange(LengthOf(journal), 1, JournalCompaction.TargetBytes);
        using var next = (await ConnectAsync()).Earlier.OpenFiles();
        Assert.NotNull(await next.FindUploadAsync(clips[0], Workbench.Ending));
        Assert.NotNull(await next.FindUploadAsync(clips[1], Workbench.Ending));

        Task<NemoClient> ConnectAsync() => bench.ConnectAsync(bench.Options(token: "nmv_usr_a", time: time));
    }

    [Fact]
    public async Task Dispose_JournalTooLarge_CompactsIt()
    {
        await using var bench = await Workbench.StartAsync(Workbench.Plain with { Tokens = ["nmv_usr_a"] });
        var client = await bench.ConnectAsync(bench.Options(token: "nmv_usr_a"));
        await client.CreateSessionAsync("a", cancellationToken: Workbench.Ending);
        var journal = new FileInfo(Path.Combine(bench.Home, "journal", client.Identity + ".jsonl"));
        Fill(journal, new ManualTime());
        await client.CreateSessionAsync("b", cancellationToken: Workbench.Ending);
        Assert.InRange(LengthOf(journal), JournalCompaction.MaxBytes, long.MaxValue);

        client.Dispose();

        Assert.InRange(LengthOf(journal), 1, JournalCompaction.TargetBytes);
    }

    [Theory]
    [InlineData("a.mp4", false, true)]
    [InlineData("copy.mp4", false, false)]
    [InlineData("renamed.mp4", true, true)]
    public async Task FindUpload_SameContentAsOtherFile_BelongsToOtherWhileItExists(string name, bool isOtherDeleted, bool isFound)
    {
        await using var bench = await Workbench.StartAsync();
        var clip = bench.Folder.Write("a.mp4", 100);
        await UploadInARunAsync(bench, clip);

        var requestCount = bench.Folder.Write(name, 100);
        if (isOtherDeleted)
        {
            File.Delete(clip);
        }

        using var next = (await bench.ConnectAsync()).Earlier.OpenFiles();
        Assert.Equal(isFound, await next.FindUploadAsync(requestCount, Workbench.Ending) is not null);
    }

    [Fact]
    public async Task FindUpload_CopyOfAnotherUserWithSameName_IsAnotherFile()
    {
        using var other = new SecondAccount();
        other.Require();
        await using var bench = await Workbench.StartAsync();
        var clip = bench.Folder.Write("a.mp4", 100);
        await UploadInARunAsync(bench, clip);
        var copy = Path.Combine(Directory.CreateDirectory(bench.Folder.PathOf("shared")).FullName, "a.mp4");
        File.Copy(clip, copy);
        other.Own(copy);

        using var next = (await bench.ConnectAsync()).Earlier.OpenFiles();
        Assert.Null(await next.FindUploadAsync(copy, Workbench.Ending));
        Assert.NotNull(await next.FindUploadAsync(clip, Workbench.Ending));
    }

    [Theory]
    [InlineData("a.mp4", null)]
    [InlineData("copy.mp4", null)]
    [InlineData("a.mp4", "moved.mp4")]
    [InlineData("copy.mp4", "moved.mp4")]
    public async Task FindUpload_CopyOfAnotherUserAndOriginalMovedOrDeleted_IsAnotherFile(string name, string? newName)
    {
        using var other = new SecondAccount();
        other.Require();
        await using var bench = await Workbench.StartAsync();
        var clip = bench.Folder.Write("a.mp4", 100);
        await UploadInARunAsync(bench, clip);
        var copy = Path.Combine(Directory.CreateDirectory(bench.Folder.PathOf("shared")).FullName, name);
        File.Copy(clip, copy);
        other.Own(copy);
        if (newName is null)
        {
            File.Delete(clip);
        }
        else
        {
            File.Move(clip, bench.Folder.PathOf(newName));
        }

        using var next = (await bench.ConnectAsync()).Earlier.OpenFiles();
        Assert.Null(await next.FindUploadAsync(copy, Workbench.Ending));
        if (newName is not null)
        {
            Assert.NotNull(await next.FindUploadAsync(bench.Folder.PathOf(newName), Workbench.Ending));
        }
    }

    [Fact]
    public async Task FindUpload_CopyThatOthersCanWrite_IsAnotherFile()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no modes.");
        await using var bench = await Workbench.StartAsync();
        var clip = bench.Folder.Write("a.mp4", 100);
        await UploadInARunAsync(bench, clip);
        var copy = Path.Combine(Directory.CreateDirectory(bench.Folder.PathOf("shared")).FullName, "a.mp4");
        File.Copy(clip, copy);
        UnixFileSystem.SetMode(copy, 0x1B6); // 0666

        using var next = (await bench.ConnectAsync()).Earlier.OpenFiles();
        Assert.Null(await next.FindUploadAsync(copy, Workbench.Ending));
    }

    [Fact]
    public void IsExclusive_AnotherFileAtThePathAfterCheck_IsThatOfTheCheckedFile()
    {
        using var other = new SecondAccount();
        other.Require();
        using var folder = new TemporaryFolder();
        var path = folder.Write("a.mp4", 100);
        other.Own(path);
        var file = MediaFile.Check(path);

        File.Move(folder.Write("b.mp4", 100), path, overwrite: true);

        Assert.False(file.IsExclusive);
        Assert.True(MediaFile.Check(path).IsExclusive);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, false)]
    [InlineData(false, true)]
    public async Task FindUpload_CopyOfAnotherUserWasUploaded_BelongsToItsPathOnly(bool isOwnUploaded, bool isCopyMovedAway)
    {
        using var other = new SecondAccount();
        other.Require();
        await using var bench = await Workbench.StartAsync();
        var clip = bench.Folder.Write("a.mp4", 100);
        var copy = Path.Combine(Directory.CreateDirectory(bench.Folder.PathOf("shared")).FullName, "a.mp4");
        File.Copy(clip, copy);
        other.Own(copy);
        var sessions = new List<string>();
        foreach (var path in isOwnUploaded ? new[] { clip, copy } : [copy])
        {
            using var run = (await bench.ConnectAsync()).Earlier.OpenFiles();
            Assert.Null(await run.FindUploadAsync(path, Workbench.Ending));
            sessions.Add(await UploadAsync(bench, path, run));
        }

        var moved = bench.Folder.PathOf("moved.mp4");
        File.Move(clip, moved);
        File.Move(copy, isCopyMovedAway ? copy + ".away" : copy);

        using var next = (await bench.ConnectAsync()).Earlier.OpenFiles();
        Assert.Equal(isOwnUploaded ? sessions[0] : null, (await next.FindUploadAsync(moved, Workbench.Ending))?.SessionId);
        File.Move(isCopyMovedAway ? copy + ".away" : copy, copy);
        Assert.Equal(sessions[^1], (await next.FindUploadAsync(copy, Workbench.Ending))?.SessionId);
    }

    [Fact]
    public async Task FindUpload_FileOfAnotherUserAtTheSamePath_IsFound()
    {
        using var other = new SecondAccount();
        other.Require();
        await using var bench = await Workbench.StartAsync();
        var clip = bench.Folder.Write("a.mp4", 100);
        other.Own(clip);
        await UploadInARunAsync(bench, clip);

        using var next = (await bench.ConnectAsync()).Earlier.OpenFiles();
        Assert.NotNull(await next.FindUploadAsync(clip, Workbench.Ending));
    }

    [Fact]
    public async Task FindUpload_OwnFileReplacedWithCopyOfAnotherUser_IsAnotherFile()
    {
        using var other = new SecondAccount();
        other.Require();
        await using var bench = await Workbench.StartAsync();
        var clip = bench.Folder.Write("raw.mp4", 100);
        var own = bench.Folder.Write("diary.mp4", 100);
        await UploadInARunAsync(bench, clip);
        other.Own(clip);

        using var next = (await bench.ConnectAsync()).Earlier.OpenFiles();
        Assert.NotNull(await next.FindUploadAsync(own, Workbench.Ending));
        Assert.Null(await next.FindUploadAsync(clip, Workbench.Ending));
    }

    [Theory]
    [InlineData(0x1A4, 0x1B6)] // 0644, 0666
    [InlineData(0x1B6, 0x1A4)]
    public async Task FindUpload_OthersMayOrMayNoLongerWrite_IsFound(int before, int after)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no modes.");
        await using var bench = await Workbench.StartAsync();
        var clip = bench.Folder.Write("a.mp4", 100);
        UnixFileSystem.SetMode(clip, before);
        using (var run = (await bench.ConnectAsync()).Earlier.OpenFiles())
        {
            await UploadAsync(bench, clip, run);
            UnixFileSystem.SetMode(clip, after);
            using var other = (await bench.ConnectAsync()).Earlier.OpenFiles();
            await NemoAssert.ThrowsAsync(NemoErrorKind.FileInUse, () => other.FindUploadAsync(clip, Workbench.Ending));
        }

        using var next = (await bench.ConnectAsync()).Earlier.OpenFiles();
        Assert.NotNull(await next.FindUploadAsync(clip, Workbench.Ending));
    }

    [Fact]
    public async Task FindUpload_OwnFileReplacedWithIdenticalCopyOfAnotherUser_IsFoundAtItsPath()
    {
        using var other = new SecondAccount();
        other.Require();
        await using var bench = await Workbench.StartAsync();
        var clip = bench.Folder.Write("a.mp4", 100);
        await UploadInARunAsync(bench, clip);
        other.Own(clip);

        using var next = (await bench.ConnectAsync()).Earlier.OpenFiles();
        Assert.NotNull(await next.FindUploadAsync(clip, Workbench.Ending));
    }

    [Fact]
    public async Task FindUpload_RepeatedEachDay_WritesLinesThatCompactionDrops()
    {
        var time = new ManualTime();
        await using var bench = await Workbench.StartAsync();
        var clip = bench.Folder.Write("a.mp4", 100);
        await UploadInARunAsync(bench, clip);
        var journal = Assert.Single(Directory.GetFiles(Path.Combine(bench.Home, "journal"), "*.jsonl"));
        var text = await File.ReadAllTextAsync(journal, Workbench.Ending);
        var day = Regex.Replace(text, "\"at\":\"[^\"]+\"", $"\"at\":\"{time.GetUtcNow().AddDays(-900):O}\"");
        await File.WriteAllTextAsync(journal, day, Workbench.Ending);

        using var next = (await bench.ConnectAsync()).Earlier.OpenFiles();
        Assert.NotNull(await next.FindUploadAsync(clip, Workbench.Ending));

        var line = (await File.ReadAllLinesAsync(journal, Workbench.Ending))[^1];
        Assert.DoesNotContain("place", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FindUpload_FileReturnsAfterAnotherFileWasFound_IsAnotherFile()
    {
        await using var bench = await Workbench.StartAsync();
        var clip = bench.Folder.Write("raw.mp4", 100);
        var other = bench.Folder.Write("diary.mp4", 100);
        await UploadInARunAsync(bench, clip);
        File.Move(clip, clip + ".away");
        using (var run = (await bench.ConnectAsync()).Earlier.OpenFiles())
        {
            Assert.NotNull(await run.FindUploadAsync(other, Workbench.Ending));
        }

        File.Move(clip + ".away", clip);

        using var next = (await bench.ConnectAsync()).Earlier.OpenFiles();
        Assert.Null(await next.FindUploadAsync(clip, Workbench.Ending));
        Assert.NotNull(await next.FindUploadAsync(other, Workbench.Ending));
    }

    [Fact]
    public async Task FindUpload_CopyOfAnotherUserInUse_IsFree()
    {
        using var other = new SecondAccount();
        other.Require();
        await using var bench = await Workbench.StartAsync();
        var clip = bench.Folder.Write("a.mp4", 100);
        var copy = bench.Folder.Write("copy.mp4", 100);
        other.Own(copy);
        using var shared = (await bench.ConnectAsync()).Earlier.OpenFiles();
        await shared.FindUploadAsync(copy, Workbench.Ending);

        using var own = (await bench.ConnectAsync()).Earlier.OpenFiles();
        Assert.Null(await own.FindUploadAsync(clip, Workbench.Ending));
    }

    [Theory]
    [InlineData(100)]
    [InlineData(200)]
    public async Task FindUpload_FileRenamedAndPathReused_IsFound(int byteCount)
    {
        await using var bench = await Workbench.StartAsync();
        var clip = bench.Folder.Write("a.mp4", 100);
        await UploadInARunAsync(bench, clip);

        File.Move(clip, bench.Folder.PathOf("yesterday.mp4"));
        await File.WriteAllBytesAsync(clip, new byte[byteCount], Workbench.Ending);

        using var next = (await bench.ConnectAsync()).Earlier.OpenFiles();
        Assert.NotNull(await next.FindUploadAsync(bench.Folder.PathOf("yesterday.mp4"), Workbench.Ending));
    }

    [Fact]
    public async Task FindUpload_SessionNotFoundOnce_ChecksAgain()
    {
        await using var bench = await Workbench.StartAsync();
        var clip = bench.Folder.Write("a.mp4", 100);
        await UploadInARunAsync(bench, clip);

        using var next = (await bench.ConnectAsync()).Earlier.OpenFiles();
        bench.Host.AddFault("GET /api/state/*: status 404");

        Assert.NotNull(await next.FindUploadAsync(clip, Workbench.Ending));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task FindUpload_SessionGoneAndVideoExists_Throws(bool isThere)
    {
        await using var bench = await Workbench.StartAsync();
        var clip = bench.Folder.Write("a.mp4", 100);
        var video = bench.Folder.PathOf("out.mp4");
        var client = await bench.ConnectAsync();
        using (var run = client.Earlier.OpenFiles())
        {
            var session = await UploadAsync(client, clip, run);
            var job = await client.SubmitRenderAsync(await client.GetStateAsync(session, Workbench.Ending), cancellationToken: Workbench.Ending);
            await client.SaveRenderAsync(
                await client.WaitForRenderAsync(job.Id, cancellationToken: Workbench.Ending), video, cancellationToken: Workbench.Ending);
        }

        bench.Host.AddFault("GET /api/state/*: code 1002");
        using var next = (await bench.ConnectAsync()).Earlier.OpenFiles();
        if (!isThere)
        {
            File.Delete(video);
            Assert.Null(await next.FindUploadAsync(clip, Workbench.Ending));
            return;
        }

        var error = await NemoAssert.ThrowsAsync(NemoErrorKind.SessionNotFound, () => next.FindUploadAsync(clip, Workbench.Ending));
        Assert.Contains("'a.mp4'", error.Message, StringComparison.Ordinal);
        Assert.Contains(video, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FindUpload_SessionGone_ReturnsPreviousUpload()
    {
        await using var bench = await Workbench.StartAsync();
        var clip = bench.Folder.Write("a.mp4", 100);
        string session;
        using (var run = (await bench.ConnectAsync()).Earlier.OpenFiles())
        {
            session = await UploadAsync(bench, clip, run);
        }

        await UploadInARunAsync(bench, clip);
        bench.Host.AddFault("GET /api/state/*: code 1002");
        using var next = (await bench.ConnectAsync()).Earlier.OpenFiles();

        Assert.Equal(session, (await next.FindUploadAsync(clip, Workbench.Ending))!.SessionId);
    }

    [Fact]
    public async Task FindUpload_TwoLostUploadsArriveLate_ReturnsFirstFound()
    {
        await using var bench = await Workbench.StartAsync(Workbench.Plain with { Tokens = ["nmv_usr_a"] });
        var clip = bench.Folder.Write("a.mp4", 100);
        for (var run = 0; run < 2; run++)
        {
            var client = await ConnectAsync(bench.Home);
            using var files = client.Earlier.OpenFiles();
            bench.Host.AddFault("POST /api/upload-video/*: status 504");
            await Assert.ThrowsAsync<NemoException>(() => UploadAsync(client, clip, files));
        }

        var lost = (await (await ConnectAsync(bench.Home)).ReadJournalAsync(Workbench.Ending)).Sessions;
        Assert.Equal(2, lost.Count);
        foreach (var session in lost)
        {
            // The service has finished the message in the meantime, without a client to report to.
            await (await ConnectAsync(bench.Folder.PathOf("other"))).UploadFileAsync(session.SessionId!, clip, cancellationToken: Workbench.Ending);
            using var next = (await ConnectAsync(bench.Home)).Earlier.OpenFiles();

            Assert.Equal(lost[0].SessionId, (await next.FindUploadAsync(clip, Workbench.Ending))!.SessionId);
        }

        Task<NemoClient> ConnectAsync(string home) => bench.ConnectAsync(bench.Options(token: "nmv_usr_a", home: home));
    }

    [Fact]
    public async Task FindUpload_NotYetInState_ReturnsNull()
    {
        await using var bench = await Workbench.StartAsync();
        var clip = bench.Folder.Write("a.mp4", 100);
        bench.Host.AddFault("POST /api/upload-video/*: status 504");
        await Assert.ThrowsAsync<NemoException>(() => UploadInARunAsync(bench, clip));
        using var next = (await bench.ConnectAsync()).Earlier.OpenFiles();

        Assert.Null(await next.FindUploadAsync(clip, Workbench.Ending));
    }

    [Fact]
    public async Task FindUpload_FileUsedByAnotherUser_IsAllowed()
    {
        await using var bench = await Workbench.StartAsync(Workbench.Plain with { Tokens = ["nmv_usr_a", "nmv_usr_b"] });
        var clip = bench.Folder.Write("a.mp4", 100);
        using var one = (await bench.ConnectAsync(bench.Options(token: "nmv_usr_a"))).Earlier.OpenFiles();
        using var other = (await bench.ConnectAsync(bench.Options(token: "nmv_usr_b"))).Earlier.OpenFiles();

        Assert.Null(await one.FindUploadAsync(clip, Workbench.Ending));
        Assert.Null(await other.FindUploadAsync(clip, Workbench.Ending));
    }

    [Fact]
    public async Task FindUpload_CacheDisabled_WritesNoFile()
    {
        await using var bench = await Workbench.StartAsync();
        using var files = (await bench.ConnectAsync(bench.Options(useCache: false))).Earlier.OpenFiles();

        Assert.Null(await files.FindUploadAsync(bench.Folder.Write("a.mp4", 100), Workbench.Ending));

        Assert.False(Directory.Exists(bench.Home));
    }

    [Fact]
    public async Task FindUpload_UnusedLockFiles_RemovesOnlyThose()
    {
        await using var bench = await Workbench.StartAsync();
        var client = await bench.ConnectAsync();
        using (var ended = client.Earlier.OpenFiles())
        {
            await ended.FindUploadAsync(bench.Folder.Write("a.mp4", 100), Workbench.Ending);
        }

        var free = LocksOf(bench).ToList();
        using var running = client.Earlier.OpenFiles();
        await running.FindUploadAsync(bench.Folder.Write("b.mp4", 200), Workbench.Ending);
        var locksInUse = LocksOf(bench).ToList();
        Assert.NotEmpty(free);
        Assert.NotEmpty(locksInUse);
        Assert.Empty(free.Intersect(locksInUse));

        using var next = client.Earlier.OpenFiles();
        await next.FindUploadAsync(bench.Folder.Write("c.mp4", 300), Workbench.Ending);

        Assert.Equal(locksInUse.Count * 2, LocksOf(bench).Count());
        Assert.Empty(locksInUse.Except(LocksOf(bench)));
    }

    /// <summary>Two runs that lock the same file would both send its message. Removing lock files must not allow this.</summary>
    [Fact]
    public async Task FindUpload_ManyRunsAtOnce_OneRunGetsTheFile()
    {
        await using var bench = await Workbench.StartAsync();
        var clips = Enumerable.Range(1, 20).Select(number => bench.Folder.Write($"{number}.mp4", 20 + number)).ToList();
        var client = await bench.ConnectAsync();
        await client.CreateSessionAsync("a", cancellationToken: Workbench.Ending);
        for (var turn = 0; turn < 10; turn++)
        {
            var runs = Enumerable.Range(0, 8).Select(_ => client.Earlier.OpenFiles()).ToList();

            var found = await Task.WhenAll(runs.Select(run => Task.Run(() => CountOwnAsync(run))));
            runs.ForEach(static run => run.Dispose());

            Assert.Equal(clips.Count, found.Sum());
        }

        async Task<int> CountOwnAsync(EarlierFiles run)
        {
            var count = 0;
            foreach (var clip in clips)
            {
                try
                {
                    await run.FindUploadAsync(clip, Workbench.Ending);
                    count++;
                }
                catch (NemoException inUse) when (inUse.Kind == NemoErrorKind.FileInUse)
                {
                    // Another run has locked it.
                }
            }

            return count;
        }
    }

    /// <summary>Appends more finished messages than a journal retains.</summary>
    private static void Fill(FileInfo journal, TimeProvider time)
    {
        var text = new string('x', 4000);
        using var file = journal.Open(FileMode.Append);
        for (var number = 0; file.Length <= JournalCompaction.MaxBytes; number++)
        {
            file.Write(JournalLine.Write(JournalLine.Create(
                $"{number}", time.GetUtcNow(), JournalStep.Done, JournalKind.Message, new JsonObject { ["text"] = text }, static text => text)));
        }
    }

    private static long LengthOf(FileInfo file)
    {
        file.Refresh();
        return file.Length;
    }

    /// <summary>Uploads as a previous run that has ended.</summary>
    private static async Task UploadInARunAsync(Workbench bench, string clip)
    {
        using var run = (await bench.ConnectAsync()).Earlier.OpenFiles();
        await UploadAsync(bench, clip, run);
    }

    /// <summary>Uploads into a new session, as part of a run.</summary>
    private static async Task<string> UploadAsync(Workbench bench, string clip, EarlierFiles run) => await UploadAsync(await bench.ConnectAsync(), clip, run);

    private static async Task<string> UploadAsync(NemoClient client, string clip, EarlierFiles run)
    {
        var session = await client.CreateSessionAsync("a", cancellationToken: Workbench.Ending);
        await client.UploadFileAsync(session.Id, clip, run: run, cancellationToken: Workbench.Ending);
        return session.Id;
    }

    private static IEnumerable<string> LocksOf(Workbench bench) => Directory
        .EnumerateFiles(bench.Home, "*.lock", SearchOption.AllDirectories)
        .Where(static path => path.Contains(".held", StringComparison.Ordinal));
}
