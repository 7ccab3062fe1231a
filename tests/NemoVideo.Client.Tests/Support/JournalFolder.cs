using System.Text.Json.Nodes;
using NemoVideo.Client.Exports;

namespace NemoVideo.Client.Tests.Support;

/// <summary>A journal in a temporary folder.</summary>
internal sealed class JournalFolder : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public string Path => _folder.PathOf("journal", "user.jsonl");

    public List<string> Notices { get; } = [];

    public ManualTime Time { get; } = new();

    /// <summary>Opens the journal like another process.</summary>
    public FileJournal Open() => new(() => Path, Time, Notices.Add);

    /// <summary>A record with the current time.</summary>
    public JsonObject Line(string id, JournalStep step = JournalStep.Begun, string kind = JournalKind.Session, JsonObject? fields = null) =>
        JournalLine.Create(id, Time.GetUtcNow(), step, kind, fields ?? [], static text => text);

    public Task AppendAsync(params JsonObject[] lines) => AppendAsync(Open(), lines);

    public static async Task AppendAsync(FileJournal journal, params JsonObject[] lines)
    {
        foreach (var line in lines)
        {
            await journal.AppendAsync(line, Workbench.Ending);
        }
    }

    /// <summary>The content of the file, read and written directly.</summary>
    public void Write(params byte[][] parts)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
        using var file = File.Create(Path);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        Array.ForEach(parts, part => file.Write(part));
    }

    /// <summary>A sparse file of a given size without records.</summary>
    public void WriteSparse(long byteCount)
    {
        Write();
        using var file = File.OpenWrite(Path);
        file.SetLength(byteCount);
    }

    /// <summary>Sessions without an ID, or renders of an unknown session, that together exceed a size. Their IDs are numbers.</summary>
    public byte[] Filling(int byteCount, string kind = JournalKind.Session)
    {
        var text = new string('x', 4000);
        using var all = new MemoryStream();
        for (var number = 0; all.Length <= byteCount; number++)
        {
            all.Write(JournalLine.Write(Line($"{number}", JournalStep.Done, kind, new JsonObject { ["render"] = $"{number}", ["task"] = text })));
        }

        return all.ToArray();
    }

    /// <summary>The operations that are read, as <c>id step</c>.</summary>
    public async Task<IReadOnlyList<string>> ReadAsync() => Format(await Open().ReadAsync(Workbench.Ending));

    public static IReadOnlyList<string> Format(IEnumerable<JournalEntry> entries) => [.. entries.Select(static entry => $"{entry.Id} {entry.Step}")];

    /// <summary>Ends a run that used the journal.</summary>
    public async Task CompactAsync()
    {
        var journal = Open();
        await journal.ReadAsync(Workbench.Ending);
        await journal.CompactAsync();
    }

    /// <summary>The files next to the journal and its lock.</summary>
    public IReadOnlyList<string> Others() =>
        [.. _folder.Files().Select(static name => System.IO.Path.GetFileName(name)).Where(static name => name is not ("user.jsonl" or "user.jsonl.lock"))];

    public string PathOf(string name) => _folder.PathOf("journal", name);

    public void Dispose() => _folder.Dispose();
}
