using System.Diagnostics;
using System.Runtime.InteropServices;
using NemoVideo.Client.Tests.Support;

namespace NemoVideo.Emulator.Tests;

public sealed class CommandLineTests
{
    [Fact]
    public async Task Run_PortZero_PrintsItsUrlAndResponds()
    {
        using var emulator = Start("--urls", "http://127.0.0.1:0", "--credits", "250", "--event-delay-ms", "0");
        try
        {
            var line = await emulator.StandardOutput.ReadLineAsync(Caller.Ending);

            Assert.Matches(@"^NemoVideo emulator listening on http://127\.0\.0\.1:\d+$", line);
            using var http = new HttpClient { BaseAddress = new Uri(line!.Split(' ')[^1]) };
            http.DefaultRequestHeaders.Add("X-Client-Id", "6f9d1a52-7c1b-4a41-9a55-3d0e3a5f2b10");
            using var reply = await http.PostAsync("/api/auth/anonymous-token", null, Caller.Ending);
            Assert.Contains("\"credits\":250", await reply.Content.ReadAsStringAsync(Caller.Ending), StringComparison.Ordinal);
        }
        finally
        {
            emulator.Kill();
        }
    }

    [Fact]
    public async Task Run_SigTerm_ExitsWithZeroAndNoMoreOutput()
    {
        Assert.SkipWhen(RuntimeInformation.IsOSPlatform(OSPlatform.Windows), "needs a signal that Windows does not have");
        using var emulator = Start("--urls", "http://127.0.0.1:0");
        await emulator.StandardOutput.ReadLineAsync(Caller.Ending);
        await Tool.RunAsync("kill", "-TERM", $"{emulator.Id}");
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(Caller.Ending);
        timeout.CancelAfter(TimeSpan.FromSeconds(10));
        await emulator.WaitForExitAsync(timeout.Token);

        Assert.Equal(0, emulator.ExitCode);
        Assert.Equal("", await emulator.StandardOutput.ReadToEndAsync(Caller.Ending));
        Assert.Equal("", await emulator.StandardError.ReadToEndAsync(Caller.Ending));
    }

    [Theory]
    [InlineData("'--speed'", "--speed", "9")]
    [InlineData("'--urls'", "--urls")]
    [InlineData("not a loopback address", "--urls", "http://0.0.0.0:5000")]
    [InlineData("--certificate", "--urls", "https://127.0.0.1:0")]
    [InlineData("Could not find file", "--certificate", "./none.pem")]
    [InlineData("NemoVideo.Emulator.dll", "--certificate", "NemoVideo.Emulator.dll")]
    [InlineData("flat, adk, named, mixed", "--dialect", "klingon")]
    [InlineData("a number from 0 to 1", "--silent-rate", "2")]
    [InlineData("top, wrapped, envelope, nested", "--render-shape", "square")]
    [InlineData("typed, empty, comment, named", "--heartbeat", "morse")]
    [InlineData("a number from 0 to 3600000", "--heartbeat-ms", "soon")]
    [InlineData("a number from 0 to 3600000", "--state-lag-ms", "-1")]
    [InlineData("127.0.0.1, localhost", "--cdn-host", "example.com")]
    [InlineData("was not found", "--fault", "POST /run_sse: replay \"none.sse\"")]
    [InlineData("explode", "--fault", "POST /run_sse: explode")]
    public async Task Run_InvalidArguments_PrintsProblemAndExitsWithTwo(string fact, params string[] arguments)
    {
        using var emulator = Start(arguments);
        var errors = await emulator.StandardError.ReadToEndAsync(Caller.Ending);
        await emulator.WaitForExitAsync(Caller.Ending);

        Assert.Equal(2, emulator.ExitCode);
        Assert.Contains(fact, errors, StringComparison.Ordinal);
        Assert.Contains("Usage:", errors, StringComparison.Ordinal);
    }

    /// <summary>Other users can lock files that they can read. The limit on the memory of ffmpeg depends on such a file.</summary>
    [Fact]
    public async Task Run_FileIsLockedByAnotherProcess_IsRead()
    {
        var path = Path.GetTempFileName();
        try
        {
            using var locked = new LockedFile(path);
            using var emulator = Start("--urls", "https://127.0.0.1:0", "--certificate", path);

            Assert.DoesNotContain("another process", await emulator.StandardError.ReadToEndAsync(Caller.Ending), StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public async Task Run_ResponseOptions_AreAppliedToResponses()
    {
        using var emulator = Start(
            "--urls", "http://127.0.0.1:0", "--token", "nmv_usr_mine", "--render-seconds", "0", "--no-ffmpeg", "--silent-rate", "0",
            "--event-delay-ms", "0", "--dialect", "mixed", "--heartbeat", "comment", "--heartbeat-ms", "5", "--state-lag-ms", "3600000",
            "--render-shape", "nested", "--render-task-id", "--no-output-url", "--cdn-host", "localhost");
        try
        {
            var line = await emulator.StandardOutput.ReadLineAsync(Caller.Ending);
            await using var caller = Caller.At(new Uri(line!.Split(' ')[^1]));
            caller.UseToken("nmv_usr_mine");
            var session = await caller.CreateSessionWithClipAsync();
            var media = (await caller.ReadStateAsync(session)).GetProperty("video_infos")[0];
            var stream = await caller.SendMessageAsync(session, "add a title");
            await caller.RenderDraftAsync("render_1", session);
            var render = (await caller.GetAsync("/api/render/proxy/lambda/render_1")).Data.GetProperty("data");

            Assert.Contains("\n\n: keep-alive\n\n", stream, StringComparison.Ordinal);
            Assert.Contains("\"parts\":", stream, StringComparison.Ordinal);
            Assert.Contains("event: message\n", stream, StringComparison.Ordinal);
            Assert.Empty((await caller.ReadDraftAsync(session)).Segments(DraftReading.Text));
            Assert.Equal("render_1", render.GetProperty("taskId").GetString());
            Assert.False(render.TryGetProperty("outputUrl", out _));
            Assert.StartsWith("http://localhost:", media.GetProperty("cdn_url").GetString(), StringComparison.Ordinal);
        }
        finally
        {
            emulator.Kill();
        }
    }

    [Fact]
    public async Task Run_Help_ListsEveryOption()
    {
        using var emulator = Start("--help");
        var text = await emulator.StandardOutput.ReadToEndAsync(Caller.Ending);
        await emulator.WaitForExitAsync(Caller.Ending);

        Assert.Equal(0, emulator.ExitCode);
        Assert.All(
            [
                "--urls", "--certificate", "--data", "--render-seconds", "--render-shape", "--render-task-id", "--no-output-url", "--cdn-host", "--dialect",
                "--credits", "--seed", "--silent-rate", "--event-delay-ms", "--heartbeat", "--heartbeat-ms", "--state-lag-ms", "--token",
                "--token-refusal", "--fault", "--keep-requests", "--end-with-input", "--no-ffmpeg", "--help",
            ],
            name => Assert.Contains($"  {name} ", text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_EndWithInput_IgnoresInterruptAndExitsAtEndOfInput()
    {
        using var emulator = Start("--urls", "http://127.0.0.1:0", "--end-with-input");
        await emulator.StandardOutput.ReadLineAsync(Caller.Ending);
        if (!OperatingSystem.IsWindows())
        {
            using var interrupt = Process.Start("kill", ["-INT", emulator.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
            await interrupt.WaitForExitAsync(Caller.Ending);
        }

        emulator.StandardInput.Close();
        await emulator.WaitForExitAsync(Caller.Ending);

        Assert.Equal(0, emulator.ExitCode);
    }

    [Fact]
    public async Task Run_PortInUse_ReportsItAndExitsWithOne()
    {
        await using var other = await Caller.StartAsync();
        using var emulator = Start("--urls", $"http://127.0.0.1:{other.Host.Url.Port}");
        var errors = await emulator.StandardError.ReadToEndAsync(Caller.Ending);
        await emulator.WaitForExitAsync(Caller.Ending);

        Assert.Equal(1, emulator.ExitCode);
        Assert.Contains($":{other.Host.Url.Port}", errors, StringComparison.Ordinal);
    }

    private static Process Start(params string[] arguments)
    {
        var program = typeof(EmulatorHost).Assembly.Location;
        return Process.Start(new ProcessStartInfo("dotnet", [program, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
    }
}
