using System.Diagnostics;
using System.Runtime.InteropServices;

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
    [InlineData("flat, adk, named, mixed", "--dialect", "klingon")]
    [InlineData("a number from 0 to 1", "--silent-rate", "2")]
    [InlineData("top, wrapped, envelope, nested", "--render-shape", "square")]
    [InlineData("a number from 0 to 3600000", "--heartbeat-ms", "soon")]
    [InlineData("a number from 0 to 3600000", "--state-lag-ms", "-1")]
    [InlineData("The recording can't be read: Could not find file", "--fault", "POST /run_sse: replay \"none.sse\"")]
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

    [Fact]
    public async Task Run_ResponseOptions_AreAppliedToResponses()
    {
        using var emulator = Start(
            "--urls", "http://127.0.0.1:0", "--token", "nmv_usr_mine", "--render-seconds", "0", "--no-ffmpeg", "--silent-rate", "0",
            "--event-delay-ms", "0", "--dialect", "mixed", "--heartbeat-ms", "5", "--state-lag-ms", "3600000",
            "--render-shape", "nested", "--no-output-url");
        try
        {
            var line = await emulator.StandardOutput.ReadLineAsync(Caller.Ending);
            await using var caller = Caller.At(new Uri(line!.Split(' ')[^1]));
            caller.UseToken("nmv_usr_mine");
            var session = await caller.CreateSessionWithClipAsync();
            var stream = await caller.SendMessageAsync(session, "add a title");
            await caller.RenderDraftAsync("render_1", session);
            var render = (await caller.GetAsync("/api/render/proxy/lambda/render_1")).Data.GetProperty("data");

            Assert.Contains("\"parts\":", stream, StringComparison.Ordinal);
            Assert.Contains("event: message\n", stream, StringComparison.Ordinal);
            Assert.Empty((await caller.ReadDraftAsync(session)).Segments(DraftReading.Text));
            Assert.Equal("render_1", render.GetProperty("id").GetString());
            Assert.False(render.TryGetProperty("outputUrl", out _));
        }
        finally
        {
            emulator.Kill();
        }
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

    [Theory]
    [InlineData("Could not find file", "--certificate", "./none.pem")]
    [InlineData("PEM", "--certificate", "NemoVideo.Emulator.dll")]
    [InlineData(":{port}", "--urls", "http://127.0.0.1:{port}")]
    public async Task Run_FileOrPortCannotBeUsed_ReportsItAndExitsWithOne(string fact, string option, string value)
    {
        await using var other = await Caller.StartAsync();
        var port = $"{other.Host.Url.Port}";
        using var emulator = Start(option, value.Replace("{port}", port, StringComparison.Ordinal));
        var errors = await emulator.StandardError.ReadToEndAsync(Caller.Ending);
        await emulator.WaitForExitAsync(Caller.Ending);

        Assert.Equal(1, emulator.ExitCode);
        Assert.Contains(fact.Replace("{port}", port, StringComparison.Ordinal), errors, StringComparison.Ordinal);
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
