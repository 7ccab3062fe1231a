using System.Diagnostics;
using System.Text;
using NemoVideo.Client.Errors;
using NemoVideo.Client.Files;
using NemoVideo.Client.Http;
using NemoVideo.Client.Jobs;
using NemoVideo.Client.Skills;
using NemoVideo.Client.Tests.Support;
using NemoVideo.Emulator.Recording;

namespace NemoVideo.Client.Tests.Jobs;

/// <summary>What the log of a job contains. A damaged log stops its job, and nothing is sent. What identifies a job.</summary>
public sealed class JobLogTests
{
    private const string Start = """{"kind":"Start","at":"2026-03-11T12:00:00+00:00"}""";
    private const string Session = """{"kind":"Session","at":"2026-03-11T12:00:00+00:00","session":"s"}""";

    [Fact]
    public async Task Run_ProgramHoldsRecordForAMoment_IsNotInUse()
    {
        await using var service = await JobService.StartAsync();
        await service.RunAsync(service.Job());
        using var scanned = ScannedFile.ForAMoment(service.RecordPath);

        Assert.Equal(JobStatus.AlreadyDone, (await service.RunAsync(service.Job())).Status);
    }

    [Fact]
    public async Task Record_SecretsInMessageAndUrl_ContainsNone()
    {
        await using var service = await JobService.StartAsync();

        await service.RunAsync(service.Job("a.mp4", $"ü https://h.example/v.mp4?sig=SIGNATURE {new string('x', 60)}SECRET") with
        {
            Inputs = ["https://me:hunter2@example.org:8443/clips/a.mp4?X-Amz-Signature=abcdef#part"],
        });

        var text = await File.ReadAllTextAsync(service.RecordPath, TestService.Ending);
        Assert.Contains("https://example.org:8443/clips/a.mp4\"", text, StringComparison.Ordinal);
        Assert.Contains("ü https://h.example/v.mp4", text, StringComparison.Ordinal);
        Assert.All(
            (string[])["nmv_usr", "hunter2", "abcdef", "SECRET", "me:", "#part", "SIGNATURE"],
            secret => Assert.DoesNotContain(secret, text, StringComparison.Ordinal));
    }

    /// <summary>Each line is on the disk directly before its request: after a pause for another request, too.</summary>
    [Fact]
    public async Task Run_OtherRequestIsRateLimited_AnnouncesMessageAfterThePause()
    {
        await using var service = await JobService.StartAsync();
        service.Work.Host.AddFault("GET /api/state/*: hold before answer");
        var pausing = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var (clock, announced) = (new Stopwatch(), TimeSpan.Zero);
        using var client = await service.ConnectAsync(
            (name, isWritten) => announced = name == "Message Sending" && !isWritten ? clock.Elapsed : announced,
            retrying: _ => pausing.TrySetResult());
        var running = JobService.ResultsAsync(client, [service.Job() with { Inputs = [] }]);
        await service.Work.Host.WaitForRequestAsync(static request => request.Path.StartsWith("/api/state/", StringComparison.Ordinal), TestService.Ending);

        // The state before the message has been read when the pause begins.
        service.Work.Host.AddFault("GET /api/credits/*: status 429 retry-after 1");
        clock.Start();
        var limited = client.GetCreditAsync(TestService.Ending);
        await pausing.Task.WaitAsync(TestService.Ending);
        service.Work.Host.ReleaseHeld();

        Assert.Equal(JobStatus.Succeeded, Assert.Single(await running).Status);
        Assert.True(announced >= TimeSpan.FromSeconds(1), $"The message was announced after {announced}.");
        await limited;
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Run_SameJobIsRunning_IsInUse(bool useCache)
    {
        await using var service = await JobService.StartAsync();
        service.Work.Host.AddFault("POST /run_sse: hold after 1 events");
        using var client = await service.ConnectAsync(useCache: useCache);
        var running = JobService.ResultsAsync(client, [service.Job()]);
        await service.Work.Host.WaitForRequestAsync(
            static request => request is { Path: "/run_sse", EventsSent: 1, State: RequestState.Open }, TestService.Ending);

        Assert.Equal(JobStatus.InUse, Assert.Single(await JobService.ResultsAsync(client, [service.Job()])).Status);

        service.Work.Host.ReleaseHeld();
        Assert.Equal(JobStatus.Succeeded, Assert.Single(await running).Status);
    }

    [Fact]
    public async Task Run_RecordDamaged_FailsEachTimeAndSendsNothing()
    {
        await using var service = await JobService.StartAsync();
        await service.RunAsync(service.Job());
        await File.AppendAllTextAsync(service.RecordPath, "{}\n", TestService.Ending);

        foreach (var run in new[] { 1, 2 })
        {
            var error = (await service.RunAsync(service.Job())).Error;

            Assert.Equal(NemoErrorKind.FileAccess, error!.Kind);
            Assert.Contains("damaged", error.Message, StringComparison.Ordinal);
        }

        Assert.Equal(1, service.MessageCount);
    }

    [Fact]
    public async Task Run_RecordsCannotBeCreated_SendsNothing()
    {
        await using var service = await JobService.StartAsync();
        Directory.CreateDirectory(service.Work.Home);
        await File.WriteAllTextAsync(Path.Combine(service.Work.Home, "jobs"), "", TestService.Ending);

        var result = await service.RunAsync(service.Job());

        Assert.Equal((JobStatus.Failed, NemoErrorKind.FileAccess), (result.Status, result.Error!.Kind));
        Assert.StartsWith("Check the permissions", result.Error.NextStep, StringComparison.Ordinal);
        Assert.Empty(service.Work.Host.Sessions);
    }

    [Fact]
    public async Task ReadState_RecordChanged_IsEmpty()
    {
        await using var service = await JobService.StartAsync();
        await service.RunAsync(service.Job());
        var logs = new JobLogs(new NemoClientOptions { DataDirectory = service.Work.Home });
        var (identity, length) = (Path.GetFileNameWithoutExtension(service.RecordPath), new FileInfo(service.RecordPath).Length);

        Assert.True(logs.ReadState(identity, length).IsStarted);
        Assert.Same(JobState.Empty, logs.ReadState(identity, length - 1));
        await File.WriteAllTextAsync(service.RecordPath, new string('x', (int)length) + "\n", TestService.Ending);
        Assert.Same(JobState.Empty, logs.ReadState(identity, length + 1));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{garbage")]
    [InlineData("""{"kind":"Start","unknown":1}""")]
    [InlineData("""{"kind":"Session"}""")]
    [InlineData("""{"kind":"Message","number":0,"state":"Done"}""")]
    [InlineData("""{"kind":"File","path":"/v.mp4","length":1,"contentHash":"00"}""")]
    public void Read_LineThatCannotFollow_IsDamaged(string line)
    {
        var error = Assert.Throws<NemoException>(() => Open($"{Start}\n{Session}\n{line}\n"));

        Assert.Equal(NemoErrorKind.FileAccess, error.Kind);
        Assert.Contains("line 3", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Append_TruncatedRecord_IsReplaced()
    {
        using var content = new MemoryStream();
        content.Write(Encoding.UTF8.GetBytes($"{Start}\n{Session}\n{Start[..^2]}"));
        using var log = new JobLog(new LineLog(content), "r", new NemoClientOptions());

        Assert.Equal("s", log.State.SessionId);
        log.Append(new JobLine(JobLineKind.Upload) { Number = 0, State = JobLineState.Sending });

        var lines = Encoding.UTF8.GetString(content.ToArray()).Split('\n');
        Assert.Equal(4, lines.Length);
        Assert.Contains("Upload", lines[2], StringComparison.Ordinal);
    }

    [Fact]
    public void Append_LineIsNotOnTheDisk_IsRemoved()
    {
        using var folder = new TemporaryFolder();
        var path = folder.PathOf("r.jsonl");
        using (var content = new UnreliableFile(path))
        using (var log = new JobLog(new LineLog(content), "r", new NemoClientOptions()))
        {
            log.Append(new JobLine(JobLineKind.Start));
            content.IsFailing = true;

            var error = Assert.Throws<NemoException>(() => log.Append(new JobLine(JobLineKind.Session) { Session = "s" }));
            Assert.Equal("Free up disk space, and then try again.", error.NextStep);
        }

        Assert.Single(File.ReadAllLines(path));
    }

    [Fact]
    public void Identity_WhatCharges_IsPartOfIt()
    {
        using var folder = new TemporaryFolder();
        var job = new VideoJob { Inputs = [folder.Write("a.mp4", 100), "https://host/b.mp4"], Messages = ["one", "two"] };
        var api = new Uri("https://host/");
        var skill = SkillProfile.Default;
        File.Copy(job.Inputs[0], folder.PathOf("copy.mp4"));

        var hash = Hash(job, api, skill);

        Assert.Equal(hash, Hash(
            job with
            {
                Inputs = [job.Inputs[1] + "?X-Amz-Date=1&X-Amz-Signature=a#t=5", folder.PathOf("copy.mp4")],
                OutputName = "x",
                Quality = "low",
                Destination = "x",
                Language = skill.Language.ToUpperInvariant(),
            },
            new Uri("https://host"), skill with { Version = "9", Platform = "p" }));
        Assert.Equal(hash, Hash(job with { Variation = 2 }, api, skill));
        string[] others =
        [
            hash,
            Hash(job with { Inputs = [] }, api, skill),
            Hash(job with { Inputs = [], Variation = 2 }, api, skill),
            Hash(job, new Uri("https://other/"), skill),
            Hash(job, new Uri("https://host/staging"), skill),
            Hash(job, api, skill with { Name = "other" }),
            Hash(job with { Language = "ja" }, api, skill),
            Hash(job with { Messages = ["two", "one"] }, api, skill),
            Hash(job with { Messages = ["one\",\"two"] }, api, skill),
            Hash(job with { Inputs = [job.Inputs[0], "https://host/b.mp4?X-Amz-Date=1"] }, api, skill),
            Hash(job with { Inputs = [folder.Write("c.mp4", 101), job.Inputs[1]] }, api, skill),
            Hash(job with { Inputs = [job.Inputs[0], "https://host/b.mp4?v=2"] }, api, skill),
        ];
        Assert.Equal(others.Length, others.Distinct().Count());
    }

    /// <summary>Another program computed the hash. If it changes, the jobs of all earlier versions are charged again.</summary>
    [Fact]
    public void Identity_IsTheSameInEachVersion()
    {
        var job = new VideoJob { Inputs = ["https://host/b.mp4", "https://host/a.mp4"], Messages = ["one", "two"] };

        Assert.Equal(
            "328255b2f521a750f266eeb63b49d0e5cfc8d94cd753e29f6f3b03990cf40a22",
            Hash(job, new Uri("https://host/"), SkillProfile.Default));
    }

    [Fact]
    public void Shard_NameInOtherUnicodeForm_IsTheSame()
    {
        using var folder = new TemporaryFolder();
        var names = Enumerable.Range(0, 20).Select(static i => $"\u00dcbung {i}.mp4").ToList();

        Assert.Equal(
            names.Select(name => ShardOf(folder.Write(name, 10))),
            names.Select(name => ShardOf(folder.Write(name.Normalize(NormalizationForm.FormD), 10))));

        static int ShardOf(string path) => JobShard.Of(new VideoJob { Inputs = [path], Messages = ["trim"] }, 1000);
    }

    [Theory]
    [InlineData("caf\u00e9\nred", "cafe\u0301\nred", true)]
    [InlineData("a\nb", "a \t\r\nb  ", true)]
    [InlineData("a\nb", "a\rb", true)]
    [InlineData("a\nb", "a\n b", false)]
    public void Identity_MessageThatAnEditorRewrote_IsTheSame(string message, string other, bool expected)
    {
        VideoJob[] jobs = [new VideoJob { Messages = [message] }, new VideoJob { Messages = [other] }];
        var hashes = jobs.Select(static job => Hash(job, new Uri("https://host/"), SkillProfile.Default)).ToList();

        Assert.Equal(expected, hashes[0] == hashes[1]);
    }

    private static string Hash(VideoJob job, Uri api, SkillProfile skill)
    {
        var catalog = new JobCatalog(new NemoClientOptions { UseCache = false });
        return JobIdentity.Hash(job, JobIdentity.ReadInputs(job, catalog, TestService.Ending), api, skill);
    }

    private static JobLog Open(string content) => new(new LineLog(new MemoryStream(Encoding.UTF8.GetBytes(content))), "r", new NemoClientOptions());

    /// <summary>Accepts all bytes, but can't write them to the disk, as NFS with a quota.</summary>
    private sealed class UnreliableFile(string path) : FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite)
    {
        public bool IsFailing { get; set; }

        public override void Flush(bool flushToDisk)
        {
            base.Flush(flushToDisk);
            if (flushToDisk && IsFailing)
            {
                throw new IOException("No space left on device", OperatingSystem.IsWindows() ? 112 : 28);
            }
        }
    }
}
