using System.Collections.Concurrent;

namespace NemoVideo.PowerShell.Output;

/// <summary>What one user has made at one API: known to each connection of that user which a runspace has made.</summary>
internal sealed class AccountState
{
    public OrderedRegistry<NemoSession> Sessions { get; } = new();

    public OrderedRegistry<NemoExport> Exports { get; } = new();

    /// <summary>Sessions that were made in a run with -Resume, which goes on with them the next time.</summary>
    public ConcurrentDictionary<string, bool> Resumable { get; } = new(StringComparer.Ordinal);

    /// <summary>Sessions of an earlier process that this one goes on with, and their names: what was done in them is not done again.</summary>
    public ConcurrentDictionary<string, string> Resumed { get; } = new(StringComparer.Ordinal);
}
