using NemoVideo.Client.Http;

namespace NemoVideo.Client.Journal;

/// <summary>Creates the journal of a connection: in a file of its user, or in memory if the cache is disabled.</summary>
internal static class JournalFactory
{
    /// <summary>Creates a journal. The identity becomes the file name.</summary>
    public static OperationJournal Create(NemoClientOptions options, Redaction redaction, Action<string> notice, string identity)
    {
        var home = DataLocation.Home(options.DataDirectory);
        IJournalStore store = options.UseCache
            ? new FileJournal(() => Path.Combine(DataLocation.Data(home), "journal", identity + FileJournal.Extension), options.TimeProvider, notice)
            : new MemoryJournal();
        return new OperationJournal(store, options.TimeProvider, redaction.Redact, notice);
    }
}
