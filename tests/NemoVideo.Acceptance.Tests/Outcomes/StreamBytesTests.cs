using System.Text;

namespace NemoVideo.Acceptance.Tests.Outcomes;

/// <summary>
/// The network can split a stream between any two bytes, and a server can end lines, events and streams in other ways (protocol.md 5).
/// </summary>
public sealed class StreamBytesTests : IAsyncDisposable
{
    private const string Call = """data: {"type":"tool_call","name":"cut","args":{"to":"é"}}""" + "\n\n";
    private const string Result = """data: {"type":"tool_result","name":"cut","result":{}}""" + "\n\n";
    private const string Text = """data: {"type":"text","content":"Füße 🎬 日本"}""" + "\n\n";

    private static readonly TimeSpan PartPause = TimeSpan.FromMilliseconds(1);

    private static readonly Dictionary<string, string> Streams = new()
    {
        ["plain"] = Call + Result + Text,
        ["plain, ended by the connection"] = Call + Result + Text,
        ["a comment line"] = Call + ": still working\n\n" + Result + Text,
        ["an empty data line"] = Call + Result + "data:\n\n" + Text,
        ["an event name without data"] = Call + "event: message\n\n" + Result + Text,
        ["CRLF"] = (Call + Result + Text).Replace("\n", "\r\n", StringComparison.Ordinal),
        ["CR"] = (Call + Result + Text).Replace('\n', '\r'),
        ["a byte order mark"] = "\uFEFF" + Call + Result + Text,
        ["no line end after the last event"] = (Call + Result + Text).TrimEnd(),
        ["no line end after the last event, ended by the connection"] = (Call + Result + Text).TrimEnd(),
    };

    private readonly TestFolder _folder = new();

    public static TheoryData<string> Variants => [.. Streams.Keys];

    /// <summary>Every split of a stream into two parts gives the same events.</summary>
    [Theory]
    [MemberData(nameof(Variants))]
    public async Task Events_StreamSplitAtAnyByte_AreTheSame(string variant)
    {
        var bytes = Encoding.UTF8.GetBytes(Streams[variant]);
        await using var service = new ScriptedService(async (message, send) =>
        {
            var split = int.Parse(message.Split(' ')[1], CultureInfo.InvariantCulture);
            await send(bytes.AsMemory(0, split));
            await Task.Delay(PartPause);
            await send(bytes.AsMemory(split));
        });
        service.EndsWithConnection = variant.EndsWith("ended by the connection", StringComparison.Ordinal);

        var output = await RunAsync(service, $$"""
            1..{{bytes.Length - 1}} | ForEach-Object {
                $events = foreach ($item in Invoke-NemoEdit "split $_" -Session $session *>&1) {
                    switch ("$($item.Kind)") {
                        'Text' { "text $($item.Text)" }
                        'ToolCall' { "call $($item.Name) $($item.Arguments.to)" }
                        'ToolResult' { "result $($item.Name)" }
                        'Timeline' { }
                        'Result' { "$($item.Status): $($item.Text)" }
                        default { "other $item" }
                    }
                }
                [pscustomobject] @{ Split = $_; Events = $events -join "`n" }
            } | Group-Object -Property Events | ForEach-Object {
                [pscustomobject] @{ Events = $_.Name; Splits = $_.Group.Split -join ' ' }
            }
            """);

        var allSplits = string.Join(' ', Enumerable.Range(1, bytes.Length - 1));
        Assert.Equal(
            ("call cut é\nresult cut\ntext Füße 🎬 日本\nSucceeded: Füße 🎬 日本", allSplits),
            Assert.Single(output.WithoutErrors().Values("Events").Zip(output.Values("Splits"))));
        Assert.Equal(bytes.Length - 1, service.MessageCount);
    }

    /// <summary>The server sends each event only after the object of the event before has come out of the pipeline (design.md 7).</summary>
    [Fact]
    public async Task Events_ServerWaitsForEach_ArriveAsTheServerSendsThem()
    {
        var waits = new List<string>();
        await using var service = new ScriptedService(async (_, send) =>
        {
            foreach (var (frame, kind) in new[] { (Call, "ToolCall"), (Result, "ToolResult"), (Text, "Text") })
            {
                await send(Encoding.UTF8.GetBytes(frame));
                for (var i = 0; i < 1500 && !File.Exists(_folder[kind]); i++)
                {
                    await Task.Delay(20);
                }

                waits.Add(File.Exists(_folder[kind]) ? kind : $"no {kind}");
            }
        });

        var output = await RunAsync(service, """
            Invoke-NemoEdit 'hello' -Session $session | ForEach-Object { [IO.File]::WriteAllText("$pwd/$($_.Kind)", ''); "$($_.Kind)" }
            """);

        var kinds = output.WithoutErrors().Objects.Select(static item => item.GetString());
        Assert.Equal(["ToolCall", "ToolResult", "Text", "Timeline", "Result"], kinds);
        Assert.Equal(["ToolCall", "ToolResult", "Text"], waits);
    }

    /// <summary>A stream that ends cleanly after a tool call, as behind a proxy with a time limit. The edit changed the timeline.</summary>
    [Fact]
    [Trait("Source", "CopilotKit 6980")]
    public async Task Status_StreamEndsAfterToolCallAndTimelineChanged_IsSucceeded() =>
        Assert.Equal("Succeeded", await StatusOfFirstFrameAsync("adk-python-2.5/edit-off"));

    /// <summary>A long-running tool waits for the user if the stream ends without its response (design.md 4).</summary>
    [Fact]
    [Trait("Source", "adk-python 5049")]
    public async Task Status_StreamEndsAfterLongRunningToolCall_IsAwaitingInput()
    {
        var status = await StatusOfFirstFrameAsync("adk-python-2.5/generate-off");

        Assert.Equal("AwaitingInput", status);
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<string> StatusOfFirstFrameAsync(string recording)
    {
        var bytes = await File.ReadAllBytesAsync(RecordedEdits.Recording(recording));
        await using var service = new ScriptedService((_, send) => send(bytes.AsMemory(0, bytes.IndexOf("\n\n"u8) + 2)));
        var output = await RunAsync(service, """
            "$((Invoke-NemoEdit 'hello' -Session $session -ResultOnly -ErrorAction SilentlyContinue).Status)"
            """);
        return output.Single().GetString()!;
    }

    private async Task<PowerShellOutput> RunAsync(ScriptedService service, string script)
    {
        await using var session = await PowerShellSession.StartAsync();
        var environment = new Dictionary<string, string?>
        {
            ["NEMO_API_URL"] = service.Url,
            ["NEMO_HOME"] = _folder.Create("home"),
            ["NEMO_WEB_URL"] = null,
            ["NEMO_TOKEN"] = null,
            ["NEMO_CLIENT_ID"] = null,
            ["SKILL_SOURCE"] = null,
        };
        var start = $"""
            Connect-Nemo -Option {Bench.QuickOption} -WarningAction SilentlyContinue 6> $null
            $session = (New-NemoSession -Name 'bytes').SessionId
            """;
        return await session.RunAsync($"{start}\n{script}", environment, _folder.Path, TimeSpan.FromMinutes(4));
    }
}
