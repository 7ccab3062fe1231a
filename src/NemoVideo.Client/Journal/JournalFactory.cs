using NemoVideo.Client.Storage;
using NemoVideo.Client.Transport;

namespace NemoVideo.Client.Journal;

/// <summary>Chooses where the journal of a connection is: in a file of its user, or without the cache in memory alone.</summary>
internal static class JournalFactory
{
    /// <param name="options">What the caller asks for.</param>
    /// <param name="redaction">Takes the token out of all that is written or told.</param>
    /// <param name="notice">Told of what goes wrong beside a call that goes on.</param>
    /// <param name="identity">Names the file. Asked for with the first line: until there is a token, it can still change.</param>
    public static OperationJournal Create(NemoClientOptions options, Redaction redaction, Action<string> notice, Func<string> identity)
    {
        var home = DataLocation.Home(options.DataDirectory);
        IJournalStore store = options.UseCache
            ? new FileJournal(() => PathOf(home, identity(), ".jsonl"), options.TimeProvider, notice)
            : new MemoryJournal();
        return new OperationJournal(store, options.TimeProvider, redaction.OfToken, notice);
    }

    /// <summary>The path of a file or folder of a user beside the journal.</summary>
    public static string PathOf(string? home, string identity, string extension) =>
        Path.Combine(DataLocation.Data(home), "journal", identity + extension);
}
