using System.Globalization;
using NemoVideo.Client.Http;
using NemoVideo.Client.Jobs;
using NemoVideo.Client.Tests.Jobs;
using NemoVideo.Client.Tests.Support;
using NemoVideo.Emulator;

namespace NemoVideo.Client.Tests.Compatibility;

/// <summary>
/// The present version continues the data folder of each version that was released, with the service as it was then. New-DataFolder.ps1
/// made them.
/// </summary>
public sealed class CompatibilityTests
{
    private const string Token = "nmv_usr_compatibility";

    // The identity of a job contains the URL of the API.
    private static readonly Uri Api = new("http://127.0.0.1:5090/");

    /// <summary>Each version, with a time at which the free token of its data folder is valid.</summary>
    public static TheoryData<string, string> Versions { get; } = new() { { "0.1.0", "2026-11-30T22:00:00Z" } };

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Run_DataFolderOfVersion_ContinuesEachJobWithoutASecondMessage(string version, string now)
    {
        var time = new LaterTime(DateTimeOffset.Parse(now, CultureInfo.InvariantCulture));
        using var folder = Copy(version);
        await using var service = await StartAsync(folder, time);
        var messagesBefore = service.Sessions.ToDictionary(static session => session.Name, static session => session.MessageCount, StringComparer.Ordinal);

        using var client = await NemoClient.ConnectAsync(Options(folder, service, time, Token), TestService.Ending);
        var jobs = Directory.GetFiles(folder.PathOf("clips")).Select(clip => new VideoJob
        {
            Inputs = [clip],
            Messages = ["add a title \"Hi\""],
            Destination = folder.PathOf("videos"),
        });
        var results = await JobService.ResultsAsync(client, [.. jobs.Where(static job => job.Name != "exported")]);

        Assert.Equal(
            [
                "asking AwaitingInput AwaitingInput 0",
                "done AlreadyDone  0",
                "failed Failed ServiceFailure 0",
                "killed-download Succeeded  0",
                "killed-message Succeeded  0",
                "killed-render Succeeded  0",
                "killed-upload Succeeded  1",
            ],
            results.OrderBy(static result => result.Job.Name, StringComparer.Ordinal).Select(static result =>
                $"{result.Job.Name} {result.Status} {result.Error?.Kind} {result.MessageCount}"));
        Assert.Equal(
            ["done.mp4", "killed-download.mp4", "killed-message.mp4", "killed-render.mp4", "killed-upload.mp4"],
            Directory.GetFiles(folder.PathOf("videos"), "*.mp4").Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(
            ["killed-upload"],
            service.Sessions.Where(session => session.MessageCount != messagesBefore.GetValueOrDefault(session.Name)).Select(static session => session.Name));
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Connect_DataFolderOfVersion_KeepsTokenClientIdAndHistory(string version, string now)
    {
        var time = new LaterTime(DateTimeOffset.Parse(now, CultureInfo.InvariantCulture));
        using var folder = Copy(version);
        await using var service = await StartAsync(folder, time);

        using (var client = await NemoClient.ConnectAsync(Options(folder, service, time, token: null), TestService.Ending))
        {
            Assert.Equal(2000, (await client.GetCreditAsync(TestService.Ending)).Available);
        }

        // The free token is used again, and with it, the client ID.
        Assert.DoesNotContain(service.Requests, static request => request.Method == "POST");
        using var own = await NemoClient.ConnectAsync(Options(folder, service, time, Token), TestService.Ending);
        var session = Assert.Single(own.ReadHistory().Sessions);
        Assert.Equal(("exported", "add a title \"Hi\""), (session.Name, session.Message));
        var export = Assert.Single(own.ReadHistory().Exports);
        Assert.Equal((session.Id, "high", false), (export.SessionId, export.Quality, export.IsSaved));
    }

    private static Task<EmulatorHost> StartAsync(TemporaryFolder folder, TimeProvider time) => EmulatorHost.StartAsync(
        TestService.Plain with { DataDirectory = folder.PathOf("service"), Tokens = [Token], TimeProvider = time }, TestService.Ending);

    private static NemoClientOptions Options(TemporaryFolder folder, EmulatorHost service, TimeProvider time, string? token) => new()
    {
        ApiUrl = Api,
        Token = token,
        DataDirectory = folder.PathOf("home"),
        Limits = QuickLimits.Value,
        TimeProvider = time,
        Wire = inner => new MovedApi(inner, service.Url),
    };

    /// <summary>Copies the folder of a version. The paths in its files become those of the copy, as if it were in its place.</summary>
    private static TemporaryFolder Copy(string version)
    {
        var source = Path.Combine(SourceTree.Root, "tests", "NemoVideo.Client.Tests", "Compatibility", version);
        var copy = new TemporaryFolder();
        foreach (var path in Directory.GetFiles(source, "*", SearchOption.AllDirectories))
        {
            var target = copy.PathOf(Path.GetRelativePath(source, path));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(path, target);
            if (Path.GetExtension(target) is ".json" or ".jsonl")
            {
                File.WriteAllText(target, File.ReadAllText(target).Replace($"/tmp/nemovideo-{version}", copy.FullName.Replace('\\', '/')));
            }
            else
            {
                // Not a clip that is being written.
                File.SetLastWriteTimeUtc(target, new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc));
            }
        }

        return copy;
    }

    /// <summary>The time of the data folder, in which its free token is valid.</summary>
    private sealed class LaterTime(DateTimeOffset start) : TimeProvider
    {
        private readonly TimeSpan _difference = start - System.GetUtcNow();

        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + _difference;
    }

    /// <summary>Sends the requests for the API to the port on which it is now.</summary>
    private sealed class MovedApi(HttpMessageHandler inner, Uri url) : DelegatingHandler(inner)
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var original = request.RequestUri!;
            request.RequestUri = original.Authority == Api.Authority ? new Uri(url, original.PathAndQuery) : original;
            var response = await base.SendAsync(request, cancellationToken);
            request.RequestUri = original;
            return response;
        }
    }
}
