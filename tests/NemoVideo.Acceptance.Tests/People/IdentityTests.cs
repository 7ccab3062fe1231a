using System.Text;

namespace NemoVideo.Acceptance.Tests.People;

/// <summary>What changes by itself, such as a signature, an order or a Unicode form, never charges again (people.md 15, 18 and 19).</summary>
public sealed class IdentityTests(SharedEmulator shared) : IClassFixture<SharedEmulator>
{
    private const string Join = "New-NemoVideo -Join -Destination out";
    private static readonly NormalizationForm[] Forms = [NormalizationForm.FormC, NormalizationForm.FormD];
    private static readonly (string Name, int Padding)[] Clips = [("ä1.mp4", 64), ("Z2.mp4", 65), ("i10.mp4", 66), ("I9.mp4", 67)];
    private static readonly string[] Sorts = ["Name", "Length", "Name -Descending", "LastWriteTime, Length -Descending"];
    private static readonly string[] Cultures = ["en-US", "de-DE", "sv-SE", "tr-TR", "ja-JP", "th-TH"];

    [Fact]
    [Trait("Source", "morphic 941")]
    [Trait("Source", "aws-sdk-js 2547")]
    public async Task NewNemoVideo_SignedUrlOfTheNextNight_IsAlreadyDone()
    {
        await using var setup = await shared.StartAsync();

        var first = await setup.RunConnectedAsync(Run("20261129T030000Z", "aaaa"));
        await setup.RestartSessionAsync();
        var second = await setup.RunConnectedAsync(Run("20261130T030000Z", "bbbb"));

        Assert.Equal(("Succeeded", "AlreadyDone"), (first.WithoutErrors().Values("Status")[0], second.WithoutErrors().Values("Status")[0]));
        Assert.Equal(1, await shared.MessageCountAsync());

        // The signature is sent, or the service couldn't download the clip.
        Assert.Contains("X-Amz-Signature=aaaa", (await setup.Emulator.RequestsAsync("/api/upload-video"))[^1].Body, StringComparison.Ordinal);

        static string Run(string date, string signature) => "New-NemoVideo 'make it square' -Destination out -Path 'https://bucket.example/clip.mp4"
            + $"?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Date={date}&X-Amz-Expires=3600&X-Amz-Signature={signature}'";
    }

    /// <summary>The same clips under six cultures, sorted in four ways, with names in both Unicode forms.</summary>
    [Fact]
    [Trait("Source", "owncloud/client 6338")]
    [Trait("Source", "PowerShell 20730")]
    public async Task NewNemoVideo_JoinedInAnyOrderCultureAndForm_IsChargedOnce()
    {
        await using var setup = await shared.StartAsync();
        foreach (var form in Forms)
        {
            foreach (var (name, padding) in Clips)
            {
                AddPadded(setup.Folder[$"{form}/{name.Normalize(form)}"], padding);
            }
        }

        var runs =
            from form in Forms
            from culture in Cultures
            from sort in Sorts
            select $"[cultureinfo]::CurrentCulture = '{culture}'; Get-ChildItem {form} | Sort-Object {sort} | "
                + "New-NemoVideo 'make it square' -Join -Destination out -OutputName film";
        var output = await setup.RunConnectedAsync(string.Join('\n', runs), TimeSpan.FromMinutes(5));

        Assert.Equal(48, output.WithoutErrors().Objects.Count);
        Assert.Equal(["Succeeded", .. Enumerable.Repeat("AlreadyDone", 47)], output.Values("Status"));
        Assert.Equal(1, await shared.MessageCountAsync());
        Assert.Equal(["film.mp4"], setup.Folder.Files("out"));
        Assert.All(output.Warnings, static warning => Assert.Contains("-Restart", warning, StringComparison.Ordinal));
        Assert.NotEmpty(output.Warnings);
    }

    /// <summary>A user stops because of the wrong order. Nothing was charged, so the video gets the corrected order.</summary>
    [Fact]
    [Trait("Source", "openshot-qt 5602")]
    public async Task NewNemoVideo_JoinInterruptedBeforeItsMessage_GetsTheNewOrder()
    {
        await using var setup = await StartJoinAsync();
        await setup.Emulator.AddFaultsAsync("POST /api/upload-video/*: drip 100000 bytes every 1 ms", "POST /api/upload-video/*: code 4002");

        var failed = await setup.RunConnectedAsync($"'a.mp4', 'b.mp4' | {Join} -Message 'make it square'");
        await setup.Emulator.ClearFaultsAsync();
        var output = await setup.RunAsync($"'b.mp4', 'a.mp4' | {Join} -Message 'make it square'");

        Assert.Single(failed.Errors);
        Assert.Equal("b.mp4; a.mp4", output.WithoutErrors().Single().GetProperty("SourceName").GetString());
        Assert.Empty(output.Warnings);
        Assert.Equal(["b.mp4"], setup.Folder.Files("out"));
        Assert.Equal(2, (await shared.SessionsAsync())[^1].UploadCount);
        Assert.Equal(1, await shared.MessageCountAsync());
    }

    /// <summary>Rows with both orders: the second is never a copy of the first, and replaces nothing, whichever the log has.</summary>
    [Fact]
    [Trait("Source", "A day as a new user")]
    public async Task NewNemoVideo_BothOrdersInATable_NoVideoGetsTheOtherOrder()
    {
        await using var setup = await StartJoinAsync();
        File.WriteAllText(setup.Folder["both.csv"], "Path,Message,OutputName\na.mp4;b.mp4,make it square,ab\nb.mp4;a.mp4,make it square,ba\n");
        const string Both = "Import-Csv both.csv | New-NemoVideo -Destination out -ThrottleLimit 1";

        // Without any record, -WhatIf doesn't read the files.
        await setup.RunConnectedAsync("New-NemoVideo 'make it square' -Path a.mp4 -Destination other > $null");
        var planned = await setup.RunAsync($"{Both} -WhatIf");
        var first = await setup.RunAsync(Both);
        var content = File.ReadAllBytes(setup.Folder["out/ab.mp4"]);
        await setup.RunAsync("Import-Csv both.csv | Select-Object -Last 1 | New-NemoVideo -Destination out -Restart -Confirm:$false > $null");
        var second = await setup.RunAsync(Both);

        Assert.Single(planned.Warnings);

        // The row that takes the slot first pays, but its result can come last: it asks for the credits.
        Assert.Equal(
            [("a.mp4; b.mp4", "Succeeded"), ("b.mp4; a.mp4", "AlreadyDone")],
            first.WithoutErrors().Values("SourceName").Zip(first.Values("Status")).Order());
        Assert.Equal(["AlreadyDone", "AlreadyDone"], second.WithoutErrors().Values("Status"));
        Assert.Single(second.Warnings);
        Assert.Equal(["ab.mp4", "ba.mp4"], setup.Folder.Files("out"));
        Assert.Equal(content, File.ReadAllBytes(setup.Folder["out/ab.mp4"]));
    }

    [Fact]
    [Trait("Source", "openshot-qt 5602")]
    public async Task NewNemoVideo_JoinInterruptedBetweenItsMessages_IsNotChargedForAnotherOrder()
    {
        await using var setup = await StartJoinAsync();
        await setup.Emulator.AddFaultsAsync("POST /run_sse: drip 100000 bytes every 1 ms", "POST /run_sse: code 2001");
        const string Two = $"{Join} -Message 'make it square', 'add the title \"x\"'";

        var failed = await setup.RunConnectedAsync($"'a.mp4', 'b.mp4' | {Two}");
        await setup.Emulator.ClearFaultsAsync();
        var other = await setup.RunAsync($"'b.mp4', 'a.mp4' | {Two}");
        var messages = await shared.MessageCountAsync();
        var same = await setup.RunAsync($"'a.mp4', 'b.mp4' | {Two}");

        Assert.Single(failed.Errors);
        Assert.Contains("order of the previous run", Assert.Single(other.Errors).Text, StringComparison.Ordinal);
        Assert.Equal((1, 2), (messages, await shared.MessageCountAsync()));
        Assert.Equal(["Succeeded"], same.WithoutErrors().Values("Status"));
    }

    [Fact]
    [Trait("Source", "lossless-cut 844")]
    [Trait("Source", "openshot-qt 5602")]
    public async Task NewNemoVideo_WildcardOfNumberedClips_IsInNaturalOrder()
    {
        await using var setup = await shared.StartAsync();
        foreach (var number in new[] { 10, 9, 1, 2, 100 })
        {
            setup.Folder.AddUniqueClip($"clips/clip{number}.mp4");
        }

        var output = await setup.RunConnectedAsync("New-NemoVideo 'make it square' -Join -Destination out -Path clips/*.mp4");

        Assert.Equal(
            "clip1.mp4; clip2.mp4; clip9.mp4; clip10.mp4; clip100.mp4", output.WithoutErrors().Single().GetProperty("SourceName").GetString());
    }

    [Fact]
    [Trait("Source", "restic 5711")]
    public async Task NewNemoVideo_OtherClipWithTheSameSizeAndTime_IsNotTakenForTheOldOne()
    {
        await using var setup = await shared.StartAsync();
        var path = setup.Folder["clip.mp4"];
        const string Run = "New-NemoVideo 'make it square' -Destination out -Path clip.mp4";
        Write(1);

        var first = await setup.RunConnectedAsync(Run);
        Write(2);
        var second = await setup.RunAsync(Run);

        Assert.Equal(("Succeeded", "Succeeded"), (first.Values("Status")[0], second.WithoutErrors().Values("Status")[0]));
        Assert.Equal(2, await shared.MessageCountAsync());

        void Write(byte mark)
        {
            var clip = File.ReadAllBytes(TestPaths.Clip("sunset.mp4"));

            // The minor version in the ftyp box.
            clip[15] = mark;
            File.WriteAllBytes(path, [.. clip, .. Padding]);
            File.SetLastWriteTimeUtc(path, new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        }
    }

    [Fact]
    [Trait("Source", "owncloud/core 21365")]
    public async Task NewNemoVideo_NameInAnotherUnicodeForm_IsFound()
    {
        await using var setup = await shared.StartAsync();
        setup.Folder.AddClip("Jänner.mp4".Normalize(NormalizationForm.FormD));
        File.WriteAllText(setup.Folder["jobs.csv"], "Path,Message\nJänner.mp4,make it square\n".Normalize());

        var output = await setup.RunConnectedAsync("Import-Csv jobs.csv | New-NemoVideo -Destination out");

        Assert.Equal(["Succeeded"], output.WithoutErrors().Values("Status"));
    }

    [Fact]
    [Trait("Source", "A day as a new user")]
    public async Task NewNemoVideo_ProjectFolderWasMoved_VideosAreFound()
    {
        await using var setup = await shared.StartAsync();
        setup.Folder.AddClip("old/city.mp4");
        setup.Folder.AddClip("old/b/city.mp4", "harbour.mp4");
        const string Run = "Get-ChildItem -Recurse -File -Filter city.mp4 | Where-Object FullName -NotLike '*out*' | New-NemoVideo 'make it square' -Destination out";

        await setup.RunConnectedAsync($"Set-Location old\n{Run} > $null");
        Directory.Move(setup.Folder["old"], setup.Folder["new"]);
        await setup.RestartSessionAsync();
        var before = await setup.Emulator.RequestsAsync();
        var moved = await setup.RunConnectedAsync($"Set-Location new\n{Run}\n{Run}");

        Assert.Equal(Enumerable.Repeat("AlreadyDone", 4), moved.WithoutErrors().Values("Status"));
        Assert.Equal(["city (2).mp4", "city.mp4"], setup.Folder.Files("new/out"));
        Assert.DoesNotContain((await setup.Emulator.RequestsAsync()).Skip(before.Count), static request => request.Method == "POST");
        Assert.All(moved.Values("OutputPath"), path => Assert.StartsWith(setup.Folder["new"], path, StringComparison.Ordinal));
    }

    [Fact]
    [Trait("Source", "A day as a new user")]
    public async Task NewNemoVideo_NameIsThatOfAnOlderVersion_WarnsAndForceReplacesIt()
    {
        await using var setup = await shared.StartAsync();
        setup.Folder.AddUniqueClip("city.mp4");
        await setup.RunConnectedAsync("New-NemoVideo 'make it square' -Destination out -Path city.mp4 > $null");
        setup.Folder.AddUniqueClip("next/city.mp4");
        setup.Folder.AddUniqueClip("last/city.mp4");

        var kept = await setup.RunAsync("New-NemoVideo 'make it square' -Destination out -Path next/city.mp4");
        var replaced = await setup.RunAsync("New-NemoVideo 'make it square' -Destination out -Path last/city.mp4 -Force");

        Assert.Contains("earlier video", Assert.Single(kept.WithoutErrors().Warnings), StringComparison.Ordinal);
        Assert.Empty(replaced.WithoutErrors().Warnings);
        Assert.Equal(["city (2).mp4", "city.mp4"], setup.Folder.Files("out"));
    }

    private async Task<TestSetup> StartJoinAsync()
    {
        var setup = await shared.StartAsync();
        setup.Folder.AddUniqueClip("a.mp4");
        setup.Folder.AddUniqueClip("b.mp4");
        return setup;
    }

    /// <summary>More than a mebibyte, so that the hash is stored.</summary>
    private static byte[] Padding { get; } = [0, 0x20, 0, 0, .. "free"u8, .. new byte[0x200000 - 8]];

    private static void AddPadded(string path, int padding)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, [.. File.ReadAllBytes(TestPaths.Clip("sunset.mp4")), 0, 0, 0, (byte)(padding + 8), .. "free"u8, .. new byte[padding]]);
        File.SetLastWriteTimeUtc(path, new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc));
    }
}
