using System.Collections.ObjectModel;

namespace NemoVideo.PowerShell.Output;

/// <summary>A read-only list whose text is its items. Export-Csv would write the type name of any other list.</summary>
internal sealed class OutputList<T>(IEnumerable<T> items) : ReadOnlyCollection<T>([.. items])
{
    /// <summary>The items, separated by semicolons.</summary>
    public override string ToString() => string.Join("; ", this);
}
