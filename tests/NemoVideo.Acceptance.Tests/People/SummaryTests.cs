using System.Text.RegularExpressions;

namespace NemoVideo.Acceptance.Tests.People;

/// <summary>The end of a batch says what was done, and how to repair each failed video from any window (people.md, a day as a new user).</summary>
public sealed partial class SummaryTests
{
    private const string Cmdlet = "Get-ChildItem clips/*.mp4 | New-NemoVideo 'trim the pauses' -Destination out";

    private static readonly string Sample =
        $"& '{Path.Combine(TestPaths.Repository, "samples", "Invoke-NemoFolder.ps1")}' -Path clips -Destination out "
        + $"-Message 'trim the pauses' -Module '{TestPaths.Module}'";

    public static TheoryData<string> Commands => [Cmdlet, Sample];

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Summary_CreditsRunOut_CountsEachVideoAndTheCredits(string command)
    {
        await using var setup = await TestSetup.StartAsync("--credits", "50");
        AddClips(setup);

        var summary = Lines(await setup.RunConnectedAsync(command))[^1];

        Assert.Contains(
            "Summary: 1 created, 0 already done, 2 not started (NemoOutOfCredits: 2); credits: 50 spent, 0 left; time: 0:", summary,
            StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Summary_VideoFails_ContainsACommandThatRepairsOnlyThisVideoInAnotherWindow(string command)
    {
        await using var setup = await TestSetup.StartAsync("--credits", "1000");
        AddClips(setup);
        await setup.Emulator.AddFaultsAsync("POST /run_sse: error event \"model broke\" after 3 events");

        var lines = Lines(await setup.RunConnectedAsync(command));
        var messages = await setup.Emulator.MessageCountAsync();
        var repair = RepairPattern().Match(Assert.Single(lines, static line => RepairPattern().IsMatch(line))).Groups["command"].Value;
        await using var window = await PowerShellSession.StartAsync();
        var output = await window.RunAsync(repair, new Dictionary<string, string?> { ["NEMO_HOME"] = setup.Folder.Create("other") });

        Assert.Contains("Summary: 2 created, 0 already done, 1 failed (NemoServiceFailure: 1); credits: ", lines[^1], StringComparison.Ordinal);
        Assert.Equal(["Succeeded"], output.WithoutErrors().Values("Status"));
        Assert.Equal(["a.mp4", "b.mp4", "c.mp4"], setup.Folder.Files("out"));
        Assert.Equal(messages, await setup.Emulator.MessageCountAsync());
    }

    [Fact]
    public async Task Summary_OwnToken_IsNotInTheCommand()
    {
        await using var setup = await TestSetup.StartAsync("--credits", "1000");
        setup.Environment["NEMO_TOKEN"] = Emulator.UserToken;
        AddClips(setup);
        await setup.Emulator.AddFaultsAsync("POST /run_sse: error event \"model broke\" after 3 events");

        var output = await setup.RunConnectedAsync(Cmdlet);

        Assert.Contains("-Token $env:NEMO_TOKEN;", output.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(Emulator.UserToken, output.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Summary_MessageThatALineCannotContain_HasNoCommand()
    {
        await using var setup = await TestSetup.StartAsync("--credits", "1000");
        AddClips(setup);
        await setup.Emulator.AddFaultsAsync("POST /run_sse: error event \"model broke\" after 3 events");

        var output = await setup.RunConnectedAsync(Cmdlet.Replace("'trim the pauses'", "\"trim the`npauses\"", StringComparison.Ordinal));

        Assert.Contains("1 failed", output.Text, StringComparison.Ordinal);
        Assert.DoesNotMatch(RepairPattern(), output.Text);
    }

    private static void AddClips(TestSetup setup)
    {
        foreach (var name in new[] { "a", "b", "c" })
        {
            setup.Folder.AddUniqueClip($"clips/{name}.mp4");
        }
    }

    /// <summary>The lines that a user sees besides the table: the cmdlet writes to the console, and the script to its output.</summary>
    private static List<string> Lines(PowerShellOutput output) =>
        [.. output.Information, .. output.Objects.Where(static item => item.ValueKind == JsonValueKind.String).Select(static item => item.GetString()!)];

    [GeneratedRegex("To repair it: (?<command>.+)$", RegexOptions.Multiline)]
    private static partial Regex RepairPattern();
}
