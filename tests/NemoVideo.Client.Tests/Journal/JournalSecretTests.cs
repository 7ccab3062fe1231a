using System.Globalization;
using NemoVideo.Client.Http;
using NemoVideo.Client.Journal;
using NemoVideo.Client.Tests.Support;

namespace NemoVideo.Client.Tests.Journal;

/// <summary>The journal never contains tokens, messages or credentials in URLs.</summary>
public sealed class JournalSecretTests
{
    [Fact]
    public async Task Journal_CallsWithSecrets_ContainsNoSecret()
    {
        await using var service = JournalService.Start();
        var client = await service.ConnectAsync();

        await client.CreateSessionAsync("with " + RawServer.Token, cancellationToken: Workbench.Ending);
        await client.UploadUrlAsync("s", new Uri("https://me:hunter2@example.org:8443/clips/a.mp4?X-Amz-Signature=abcdef#part"), cancellationToken: Workbench.Ending);
        await client.SendAsync("s", RawServer.Token + " nmv_usr_another " + new string('x', 60) + "SECRET", Workbench.Ending).ToListAsync();

        await client.CreateSessionAsync("cut https://h.example/v.mp4?sig=SIGNATURE1", cancellationToken: Workbench.Ending);
        await client.SendAsync("s", "use https://u:PASSWORD1@h.example/v.mp4?X-Amz-Signature=SIGNATURE2", Workbench.Ending).ToListAsync();

        var text = await File.ReadAllTextAsync(Assert.Single(Directory.GetFiles(Path.Combine(service.Home, "journal"), "*.jsonl")), Workbench.Ending);
        Assert.Contains("https://h.example/v.mp4", text, StringComparison.Ordinal);
        foreach (var secret in new[] { RawServer.Token, "nmv_usr", "hunter2", "abcdef", "SECRET", "me:", "#part", "SIGNATURE", "PASSWORD" })
        {
            Assert.DoesNotContain(secret, text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("holiday1.mp4")]
    [InlineData("12345678")]
    public async Task Journal_TokenIsPartOfUploadedFile_RecordsFileUnchanged(string token)
    {
        await using var service = JournalService.Start();
        NemoClientOptions options = new() { ApiUrl = service.Server.Url, Token = token, DataDirectory = service.Home, Limits = QuickLimits.Value };
        using var client = await NemoClient.ConnectAsync(options, Workbench.Ending);
        var clip = service.Folder.Write("holiday1.mp4", 12_345_678);

        await client.UploadFileAsync("s", clip, cancellationToken: Workbench.Ending);

        var source = Assert.IsType<SourceEntry>((await client.ReadJournalAsync(Workbench.Ending)).Entries[0]);
        Assert.Equal(clip, source.Path);
    }

    [Theory]
    [InlineData("add\ta title\r\nto it", "add a title  to it")]
    [InlineData("aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeefffffffff🎬 more", "aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeefffffffff")]
    [InlineData("aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffff🎬 more", "aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffff🎬")]
    public void Excerpt_AnyText_IsItsBeginningInOneLine(string message, string excerpt) => Assert.Equal(excerpt, JournalText.Excerpt(message));

    [Fact]
    public async Task Entries_Times_AreFromTimeProvider()
    {
        await using var service = JournalService.Start();
        var time = new ManualTime();
        var client = await service.ConnectAsync(time);

        await client.CreateSessionAsync("Summer", cancellationToken: Workbench.Ending);

        var entry = Assert.Single((await client.ReadJournalAsync(Workbench.Ending)).Entries);
        Assert.Equal((time.GetUtcNow(), time.GetUtcNow()), (entry.BegunAt, entry.EndedAt));
        Assert.Equal(time.GetUtcNow().UtcDateTime.ToString("O", CultureInfo.InvariantCulture), (string?)service.Lines[0]["at"]);
    }
}
