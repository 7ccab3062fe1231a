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
            "Summary: 1 created, 0 already done, 2 not started (NemoOutOfCredits: 2); messages sent: 1; account: 50 credits before, 0 after; time: 0:", summary,
            StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Summary_VideoFails_ContainsACommandThatRepairsOnlyThisVideoInAnotherWindow(string command)
    {
        await using var setup = await TestSetup.StartAsync("--credits", "1000");
        AddClips(setup);
        await setup.Emulator.AddFaultsAsync("POST /run_sse: error event \"model broke\" after 3 events");

        var result = await setup.RunConnectedAsync(command);
        List<string> lines = [.. result.Errors.Select(static error => error.Action), .. Lines(result)];
        var messages = await setup.Emulator.MessageCountAsync();
        var repair = RepairPattern().Match(Assert.Single(lines, static line => RepairPattern().IsMatch(line))).Groups["command"].Value;
        await using var window = await PowerShellSession.StartAsync();
        var output = await window.RunAsync(repair, new Dictionary<string, string?> { ["NEMO_HOME"] = setup.Folder.Create("other") });

        Assert.Contains("Summary: 2 created, 0 already done, 1 failed (NemoServiceFailure: 1); messages sent: 3; account: 1000 credits before, ", lines[^1], StringComparison.Ordinal);
        Assert.Equal(["Succeeded"], output.WithoutErrors().Values("Status"));
        Assert.Equal(["a.mp4", "b.mp4", "c.mp4"], setup.Folder.Files("out"));
        Assert.Equal(messages, await setup.Emulator.MessageCountAsync());
    }

    [Fact]
    public async Task Failure_OfOneVideo_IsToldOnceWithOneRecommendation()
    {
        await using var setup = await TestSetup.StartAsync("--credits", "1000");
        AddClips(setup);
        await setup.Emulator.AddFaultsAsync("POST /run_sse: error event \"model broke\" after 3 events");

        var output = await setup.RunConnectedAsync(Cmdlet);

        var error = Assert.Single(output.Errors);
        Assert.Single(BrokenPattern().Matches(output.Text));
        Assert.Equal(
            [(error.Id, error.Action)],
            output.Objects.Where(static item => item.GetProperty("Status").GetString() == "Failed")
                .Select(static item => (item.GetProperty("ErrorId").GetString()!, item.GetProperty("RecommendedAction").GetString()!)));
    }

    /// <summary>Two windows at once reported 1,100 and 1,300 credits for 500 and 800.</summary>
    [Fact]
    public async Task Summary_AnotherWindowSpends_HasTheMessagesOfThisRunAndBothBalances()
    {
        await using var setup = await TestSetup.StartAsync("--credits", "1000");
        AddClips(setup);
        await setup.Emulator.AddFaultsAsync("GET /api/render/proxy/lambda/*: answer 200 {\"id\":\"x\",\"status\":\"processing\"} x2");

        var summary = Lines(await setup.RunConnectedAsync(
            $"""
            $other = New-NemoSession -Name other; Send-NemoUpload clips/a.mp4 -Session $other | Out-Null
            {Cmdlet} | ForEach-Object {"{"} if (-not $spent) {"{"} $spent = Invoke-NemoEdit 'add a title' -Session $other -ResultOnly {"}"} {"}"}
            """))[^1];

        Assert.Contains("; messages sent: 3; account: 1000 credits before, 800 after; ", summary, StringComparison.Ordinal);
        Assert.DoesNotContain("spent", summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Results_OfEditsAndVideos_HaveTheCreditsAndTheMessages()
    {
        await using var setup = await TestSetup.StartAsync("--credits", "1000");
        AddClips(setup);

        var output = await setup.RunConnectedAsync(
            """
            New-NemoSession -Name one | Out-Null; Send-NemoUpload clips/a.mp4 | Out-Null
            Invoke-NemoEdit 'add a title' -ResultOnly | Select-Object CreditBefore, CreditAfter, @{ Name = 'Line'; Expression = { $_.Line } }
            New-NemoVideo 'trim the pauses' -Path clips/a.mp4 -Destination out | Select-Object MessageCount, CreditAfter
            New-NemoVideo 'trim the pauses' -Path clips/a.mp4 -Destination out | Select-Object MessageCount, CreditAfter
            """);

        Assert.Equal("1000", output.Objects[0].GetProperty("CreditBefore").ToString());
        Assert.Equal("950", output.Objects[0].GetProperty("CreditAfter").ToString());
        Assert.EndsWith(" Account: 1000 credits before, 950 after.", output.Objects[0].GetProperty("Line").GetString(), StringComparison.Ordinal);
        Assert.Equal([("1", "900"), ("0", "")], output.Objects.Skip(1).Select(
            static item => (item.GetProperty("MessageCount").ToString(), item.GetProperty("CreditAfter").ToString())));
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

    [GeneratedRegex("model broke")]
    private static partial Regex BrokenPattern();

    [GeneratedRegex("To repair it: (?<command>.+)$", RegexOptions.Multiline)]
    private static partial Regex RepairPattern();
}
