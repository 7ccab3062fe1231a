namespace NemoVideo.Acceptance.Tests;

/// <summary>The output of a pipeline, and what the emulator saw of it.</summary>
internal sealed record PipelineRun(
    PowerShellOutput Output, IReadOnlyList<EmulatorRequest> Requests, IReadOnlyList<EmulatorSession> Sessions, int RenderCount);

/// <summary>Runs each of the two pipelines of design.md 6 once, with a folder of clips and one bad file.</summary>
public sealed class PipelineRuns : IAsyncLifetime
{
    /// <summary>One command from files to videos.</summary>
    public const string Videos = "videos";

    /// <summary>One cmdlet for each step.</summary>
    public const string Steps = "steps";

    /// <summary>The pipelines exactly as design.md 6 has them.</summary>
    internal static readonly IReadOnlyDictionary<string, string> Commands = new Dictionary<string, string>
    {
        [Videos] = @"Get-ChildItem *.mp4 | New-NemoVideo 'trim the pauses, add a title' -Destination .\out",
        [Steps] = "Get-ChildItem *.mp4 | Send-NemoUpload -SessionPerFile | Invoke-NemoEdit 'trim the pauses' | "
            + @"Start-NemoExport | Wait-NemoExport -Destination .\out",
    };

    private readonly Dictionary<string, PipelineRun> _runs = [];

    /// <summary>The names of the clips, and of their videos.</summary>
    internal static IReadOnlyList<string> Clips { get; } = ["Grüße aus 日本 🎬.mp4", "[take 1] it's.mp4", "plain.mp4"];

    internal TestSetup TestSetup { get; private set; } = null!;

    internal PipelineRun this[string pipeline] => _runs[pipeline];

    public async ValueTask InitializeAsync()
    {
        TestSetup = await TestSetup.StartAsync();
        foreach (var (name, command) in Commands)
        {
            foreach (var clip in Clips)
            {
                TestSetup.Folder.AddUniqueClip($"{name}/{clip}");
            }

            await File.WriteAllTextAsync(TestSetup.Folder[$"{name}/bad.mp4"], "not a video", TestContext.Current.CancellationToken);
            await RunAsync(name, command);
        }
    }

    public ValueTask DisposeAsync() => TestSetup?.DisposeAsync() ?? default;

    private async Task RunAsync(string name, string command)
    {
        var requests = await TestSetup.Emulator.RequestsAsync();
        var sessions = await TestSetup.Emulator.SessionsAsync();
        var renders = await TestSetup.Emulator.RenderCountAsync();
        // The variable keeps the objects for the tests of a later script.
        var output = await TestSetup.RunConnectedAsync($"Set-Location {name}\n$global:{name} = {command}\n${name}");
        _runs[name] = new PipelineRun(
            output,
            [.. (await TestSetup.Emulator.RequestsAsync()).Skip(requests.Count)],
            [.. (await TestSetup.Emulator.SessionsAsync()).Skip(sessions.Count)],
            await TestSetup.Emulator.RenderCountAsync() - renders);
    }
}
