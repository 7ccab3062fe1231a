using System.Globalization;
using System.Text.Json.Nodes;
using NemoVideo.Client.Journal;
using NemoVideo.Client.Tests.Support;

namespace NemoVideo.Client.Tests.Journal;

/// <summary>What goes, and what stays whatever the clock and the size are.</summary>
public sealed class CompactionTests
{
    private const int Limit = 5_000_000;

    [Fact]
    public async Task Append_AfterMoreThan30Days_DropsWhatIsFinished()
    {
        using var folder = new JournalFolder();
        await folder.AppendAsync(folder.Line("old"), folder.Line("old", JournalStep.Done));
        folder.Time.Advance(TimeSpan.FromDays(2));
        await folder.AppendAsync(folder.Line("newer"), folder.Line("newer", JournalStep.Failed));
        folder.Time.Advance(TimeSpan.FromDays(29));

        await folder.AppendAsync(folder.Line("now"));

        Assert.Equal(["newer Failed", "now Begun"], await folder.ReadAsync());
    }

    [Fact]
    public async Task Append_ClockJumpsAYearAhead_KeepsAllThatIsOpenAndItsSession()
    {
        using var folder = new JournalFolder();
        await folder.AppendAsync(
            Session(folder, "closed", "c"), Session(folder, "s", "s"),
            folder.Line("begun", kind: JournalKind.Message, fields: new JsonObject { ["session"] = "m" }), Session(folder, "m", "m"),
            Upload(folder, "lost", JournalStep.Unknown, "u"),
            Render(folder, "out", "s", "completed"), Render(folder, "gone", "c", "failed"), Render(folder, "saved", "c", "completed"),
            folder.Line("got", JournalStep.Done, JournalKind.Download, new JsonObject { ["render"] = "saved" }));
        folder.Time.Advance(TimeSpan.FromDays(365));

        await folder.AppendAsync(folder.Line("now"));

        Assert.Equal(["s Done", "begun Begun", "m Done", "lost Unknown", "out Done", "now Begun"], await folder.ReadAsync());
    }

    [Fact]
    public async Task Append_Within30DaysOfTheLastOfASession_KeepsAllOfIt()
    {
        using var folder = new JournalFolder();
        var saved = new JsonObject { ["render"] = "saved" };
        await folder.AppendAsync(
            Upload(folder, "file", JournalStep.Done, "s"), Upload(folder, "other", JournalStep.Done, "t"),
            Render(folder, "saved", "s", "completed"), folder.Line("got", JournalStep.Done, JournalKind.Download, saved));
        folder.Time.Advance(TimeSpan.FromDays(29));
        await folder.AppendAsync(Upload(folder, "file", JournalStep.Done, "s"));
        folder.Time.Advance(TimeSpan.FromDays(29));

        await folder.AppendAsync(folder.Line("now"));

        Assert.Equal(["file Done", "saved Done", "got Done", "now Begun"], await folder.ReadAsync());
    }

    [Fact]
    public async Task Append_AfterMoreThan30Days_DropsWhatAKilledJobLeftAndTheNextOneDid()
    {
        using var folder = new JournalFolder();
        var download = new JsonObject { ["render"] = "out" };
        await folder.AppendAsync(
            folder.Line("no id"),
            Upload(folder, "broken", JournalStep.Begun, "r"), Upload(folder, "again", JournalStep.Done, "s"),
            folder.Line("message", JournalStep.Done, JournalKind.Message, new JsonObject { ["session"] = "s" }), Render(folder, "out", "s", "completed"),
            folder.Line("half", kind: JournalKind.Download, fields: download), folder.Line("whole", JournalStep.Done, JournalKind.Download, download));
        folder.Time.Advance(TimeSpan.FromDays(31));

        await folder.AppendAsync(folder.Line("now"));

        Assert.Equal(["now Begun"], await folder.ReadAsync());
    }

    [Fact]
    public async Task Append_AfterMoreThan30Days_KeepsAnOpenUploadOfAContentThatWasDoneFromAnotherPlace()
    {
        using var folder = new JournalFolder();
        await folder.AppendAsync(Upload(folder, "open", JournalStep.Begun, "r"), Upload(folder, "copy", JournalStep.Done, "s", place: "/copy.mp4"));
        folder.Time.Advance(TimeSpan.FromDays(31));

        await folder.AppendAsync(folder.Line("now"));

        Assert.Equal(["open Begun", "now Begun"], await folder.ReadAsync());
    }

    [Fact]
    public async Task Append_ADownloadThatIsOpen_StaysWhileItsRenderIsOutThere()
    {
        using var folder = new JournalFolder();
        await folder.AppendAsync(
            Render(folder, "out", "s", "completed"), Render(folder, "home", "t", "completed"),
            folder.Line("half", kind: JournalKind.Download, fields: new JsonObject { ["render"] = "out" }),
            folder.Line("whole", JournalStep.Done, JournalKind.Download, new JsonObject { ["render"] = "home" }));
        folder.Time.Advance(TimeSpan.FromDays(365));

        await folder.AppendAsync(folder.Line("now"));

        Assert.Equal(["out Done", "half Begun", "now Begun"], await folder.ReadAsync());
    }

    [Fact]
    public async Task Append_ClockJumpsAYearBack_DropsNothingAndKeepsTheOrderOfTheFile()
    {
        using var folder = new JournalFolder();
        folder.Time.Advance(TimeSpan.FromDays(365));
        await folder.AppendAsync(folder.Line("future"), folder.Line("future", JournalStep.Done));
        folder.Time.Advance(TimeSpan.FromDays(-365));

        await folder.AppendAsync(folder.Line("now", kind: JournalKind.Message));
        folder.Time.Advance(TimeSpan.FromDays(40));
        await folder.AppendAsync(folder.Line("later"));

        Assert.Equal(["future Done", "now Begun", "later Begun"], await folder.ReadAsync());
    }

    [Fact]
    public async Task Compaction_OfARenderThatWasSavedBeforeTheClockWasSetBack_DoesNotMakeItOutstandingAgain()
    {
        using var folder = new JournalFolder();
        folder.Time.Advance(TimeSpan.FromDays(365));
        await folder.AppendAsync(Render(folder, "saved", "s", "completed"));
        folder.Time.Advance(TimeSpan.FromDays(-365));
        await folder.AppendAsync(folder.Line("got", JournalStep.Done, JournalKind.Download, new JsonObject { ["render"] = "saved" }));
        folder.Time.Advance(TimeSpan.FromDays(40));

        await folder.AppendAsync(folder.Line("now"));

        Assert.Equal(["saved Done", "got Done", "now Begun"], await folder.ReadAsync());
    }

    [Fact]
    public async Task Append_ToAFullFile_DropsTheOldestOfWhatIsFinished()
    {
        using var folder = new JournalFolder();
        folder.Write(JournalLine.Write(folder.Line("open", kind: JournalKind.Render, fields: new JsonObject { ["render"] = "r" })), Many(folder, JournalStep.Done));

        await folder.AppendAsync(folder.Line("now"));

        Assert.InRange(new FileInfo(folder.Path).Length, 2_000_000, Limit);
        var left = await folder.ReadAsync();
        Assert.Equal("open Begun", left[0]);
        Assert.NotEqual("0 Done", left[1]);
        Assert.Equal("now Begun", left[^1]);
        Assert.Equal(left.Skip(1).SkipLast(1).Select(Number).Order(), left.Skip(1).SkipLast(1).Select(Number));
    }

    [Fact]
    public async Task Append_ToAFullFile_KeepsTheSessionThatWasFoundLast()
    {
        using var folder = new JournalFolder();
        var first = JournalLine.Write(Upload(folder, "found", JournalStep.Done, "s"));
        var message = JournalLine.Write(folder.Line("sent", JournalStep.Done, JournalKind.Message, new JsonObject { ["session"] = "s" }));
        var many = Many(folder, JournalStep.Done);
        folder.Time.Advance(TimeSpan.FromDays(1));
        folder.Write(first, message, many, JournalLine.Write(Upload(folder, "found", JournalStep.Done, "s")));

        await folder.AppendAsync(folder.Line("now"));

        var left = await folder.ReadAsync();
        Assert.Equal(["found Done", "sent Done"], left.Take(2));
        Assert.NotEqual("0 Done", left[2]);
    }

    [Fact]
    public async Task Append_ToAFileFullOfTheFuture_KeepsWhatWasDoneNow()
    {
        using var folder = new JournalFolder();
        folder.Time.Advance(TimeSpan.FromDays(365));
        var future = Many(folder, JournalStep.Done);
        folder.Time.Advance(TimeSpan.FromDays(-365));
        folder.Write(JournalLine.Write(Upload(folder, "done", JournalStep.Done, "s")), future);

        await folder.AppendAsync(folder.Line("now"));

        var left = await folder.ReadAsync();
        Assert.Equal("done Done", left[0]);
        Assert.NotEqual("0 Done", left[1]);
    }

    [Fact]
    public async Task Append_ToAFullFile_KeepsTheDownloadOfARenderWhoseSessionIsOpen()
    {
        using var folder = new JournalFolder();
        JsonObject[] session =
        [
            Render(folder, "saved", "s", "completed"),
            folder.Line("got", JournalStep.Done, JournalKind.Download, new JsonObject { ["render"] = "saved" }),
            folder.Line("open", kind: JournalKind.Message, fields: new JsonObject { ["session"] = "s" }),
        ];
        folder.Write([.. session.SelectMany(JournalLine.Write)], Many(folder, JournalStep.Done));

        await folder.AppendAsync(folder.Line("now"));

        Assert.Equal(["saved Done", "got Done", "open Begun"], (await folder.ReadAsync()).Take(3));
    }

    [Fact]
    public async Task Append_ToAFileFullOfWhatIsOpen_DropsTheOldestOfIt()
    {
        using var folder = new JournalFolder();
        folder.Write(Many(folder, JournalStep.Begun), JournalLine.Write(folder.Line("finished", JournalStep.Done)));

        await folder.AppendAsync(folder.Line("now"));

        Assert.InRange(new FileInfo(folder.Path).Length, 2_000_000, Limit);
        var left = await folder.ReadAsync();
        Assert.DoesNotContain("0 Begun", left);
        Assert.DoesNotContain("finished Done", left);
        Assert.Equal("now Begun", left[^1]);
    }

    [Fact]
    public async Task Append_AgainAndAgain_StaysBelowTheLimit()
    {
        using var folder = new JournalFolder();
        var journal = folder.Open();
        await JournalFolder.AppendAsync(journal, folder.Line("first"));
        folder.Write(Many(folder, JournalStep.Done));
        var most = 0L;

        for (var turn = 0; turn < 200; turn++)
        {
            await JournalFolder.AppendAsync(journal, folder.Line($"turn {turn}", fields: new JsonObject { ["place"] = new string('\u0001', 4096) }));
            most = Math.Max(most, new FileInfo(folder.Path).Length);
        }

        Assert.InRange(most, 3_000_000, Limit);
        Assert.Equal("turn 199 Begun", (await folder.ReadAsync())[^1]);
    }

    [Fact]
    public void Make_OfTheLongestTexts_StaysBelowTheLongestLine()
    {
        var worst = new string('\u0001', 100_000);
        var fields = new JsonObject { ["session"] = worst, ["name"] = worst, ["place"] = worst, ["sha256"] = new string('f', 64), ["bytes"] = long.MaxValue, ["own"] = false };

        var line = JournalLine.Write(JournalLine.Make(Guid.NewGuid().ToString("N"), DateTimeOffset.MaxValue, JournalStep.Unknown, JournalKind.Upload, fields, static text => text));

        Assert.InRange(line.Length, 1, JournalLine.MaxBytes);
    }

    private static int Number(string told) => int.Parse(told.Split(' ')[0], CultureInfo.InvariantCulture);

    /// <summary>So many messages that there is no room for another line.</summary>
    private static byte[] Many(JournalFolder folder, JournalStep step)
    {
        var name = new string('x', 255);
        using var all = new MemoryStream();
        for (var number = 0; all.Length < JournalCompaction.MaxBytes; number++)
        {
            all.Write(JournalLine.Write(folder.Line($"{number}", step, JournalKind.Message, new JsonObject { ["text"] = name })));
        }

        return all.ToArray();
    }

    private static JsonObject Session(JournalFolder folder, string id, string session) =>
        folder.Line(id, JournalStep.Done, fields: new JsonObject { ["session"] = session });

    private static JsonObject Upload(JournalFolder folder, string id, JournalStep step, string session, string place = "/a.mp4") => folder.Line(
        id, step, JournalKind.Upload, new JsonObject { ["session"] = session, ["place"] = place, ["sha256"] = "f00d", ["own"] = true });

    private static JsonObject Render(JournalFolder folder, string id, string session, string status) => folder.Line(
        id, JournalStep.Done, JournalKind.Render, new JsonObject { ["session"] = session, ["render"] = id, ["status"] = status });
}
