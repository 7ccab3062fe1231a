namespace NemoVideo.Acceptance.Tests.Outcomes;

/// <summary>An event that an edit wrote. The length is the length of its raw text.</summary>
internal sealed record EditEvent(string Kind, string? Text, bool IsPartial, string? Name, string? Code, int RawLength);

/// <summary>The result of an edit.</summary>
internal sealed record EditResult(string Status, string Text, IReadOnlyList<string> Tools, bool IsChanged, string? Error);

/// <summary>Everything that an edit wrote, and how many exports its output started.</summary>
internal sealed record RecordedEdit(
    string Stream, string Timeline, IReadOnlyList<EditEvent> Events, IReadOnlyList<EditResult> Results,
    IReadOnlyList<PowerShellError> Errors, IReadOnlyList<string> Warnings, int ExportCount)
{
    /// <summary>What a user reads besides the objects.</summary>
    public string Told => string.Join('\n', [.. Errors.Select(static error => error.Text), .. Warnings]);
}

/// <summary>
/// An edit for each recorded stream and timeline. The emulator makes the edit, and sends the recorded stream instead of its own events.
/// The edits that change the timeline are made without -IncludePartial, and the others with it.
/// </summary>
public sealed class RecordedEdits : IAsyncLifetime
{
    /// <summary>A stream whose connection died instead of ending.</summary>
    private const string Killed = "server-killed-midstream";

    private const string Script = """
        $session = (Send-NemoUpload clip.mp4).SessionId
        foreach ($stream in $streams) {
            foreach ($timeline in 'changed', 'unchanged') {
                $message = if ($timeline -eq 'changed') { 'add a title "' + $stream + '"' } else { 'hello' }
                $all = @(Invoke-NemoEdit $message -Session $session -IncludePartial:($timeline -eq 'unchanged') *>&1)
                $output = @($all | Where-Object { $_.PSObject.Properties['Kind'] })
                [pscustomobject] @{
                    Stream      = $stream
                    Timeline    = $timeline
                    Events      = @($output | Where-Object Kind -ne 'Result' | ForEach-Object {
                            [pscustomobject] @{
                                Kind = "$($_.Kind)"; Text = $_.Text; IsPartial = [bool] $_.IsPartial; Name = $_.Name
                                Code = $_.Code; RawLength = "$($_.RawText)".Length
                            }
                        })
                    Results     = @($output | Where-Object Kind -eq 'Result' | ForEach-Object {
                            [pscustomobject] @{
                                Status = "$($_.Status)"; Text = $_.Text; Tools = @($_.Tools); IsChanged = $_.IsChanged; Error = $_.Error
                            }
                        })
                    Errors      = @($all | Where-Object { $_ -is [Management.Automation.ErrorRecord] } |
                            ForEach-Object { Get-ErrorSummary $_ $false })
                    Warnings    = @($all | Where-Object { $_ -is [Management.Automation.WarningRecord] } | ForEach-Object Message)
                    ExportCount = @($output | Start-NemoExport).Count
                }
            }
        }
        """;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);
    private readonly Dictionary<(string, string), RecordedEdit> _edits = [];
    private readonly List<string> _problems = [];

    /// <summary>The number of messages that the service executed.</summary>
    public int MessageCount { get; private set; }

    /// <summary>The number of renders that the service accepted.</summary>
    public int RenderCount { get; private set; }

    /// <summary>The path of a recording.</summary>
    public static string Recording(string stream) => TestPaths.Data(["Recordings", .. $"{stream}.sse".Split('/')]);

    public async ValueTask InitializeAsync() =>
        await Task.WhenAll(Outcome.All.Select(static row => row.Stream).GroupBy(static stream => stream.Split('/')[0]).Select(RunAsync));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>An edit.</summary>
    internal RecordedEdit Find(string stream, string timeline) => _edits.TryGetValue((stream, timeline), out var edit)
        ? edit
        : throw new HarnessException($"The edit wasn't made: {string.Join('\n', _problems)}");

    private async Task RunAsync(IEnumerable<string> streams)
    {
        await using var setup = await TestSetup.StartAsync([.. streams.SelectMany(static stream => Fault(stream))]);
        setup.Folder.AddClip("clip.mp4");
        var names = string.Join(", ", streams.Select(static stream => $"'{stream}'"));
        var output = await setup.RunConnectedAsync($"$streams = {names}\n{Script}", TimeSpan.FromMinutes(5));
        var (messages, renders) = (await setup.Emulator.MessageCountAsync(), await setup.Emulator.RenderCountAsync());
        lock (_edits)
        {
            foreach (var edit in output.Objects.Select(static item => item.Deserialize<RecordedEdit>(Json)!))
            {
                _edits.Add((edit.Stream, edit.Timeline), edit);
            }

            MessageCount += messages;
            RenderCount += renders;
            _problems.AddRange(output.Errors.Select(static error => error.ToString()));
        }
    }

    private static IEnumerable<string> Fault(string stream)
    {
        var cut = stream.EndsWith(Killed, StringComparison.Ordinal) ? $" cut after {new FileInfo(Recording(stream)).Length} bytes" : "";
        return ["--fault", $"POST /run_sse: replay \"{Recording(stream)}\"{cut} x2"];
    }
}
