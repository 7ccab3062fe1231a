namespace NemoVideo.PowerShell;

/// <summary>Completes the IDs of exports of the connection, newest first.</summary>
internal sealed class ExportCompleter : Completer
{
    protected override IEnumerable<Suggestion> Suggest(IDictionary boundParameters) =>
        (ConnectionOf(boundParameters)?.Exports.Reverse() ?? []).Select(static export => new Suggestion(
            export.Id, null, $"{export.Id} ({export.Status})", $"{export.Name ?? export.Id}: {export.Status}"));
}

/// <summary>Completes the qualities of a video.</summary>
internal sealed class QualityCompleter() : ListCompleter(Qualities)
{
    public static readonly string[] Qualities = ["low", "medium", "high"];
}

/// <summary>Completes the resolutions of a video.</summary>
internal sealed class ResolutionCompleter() : ListCompleter(ExportForm.Resolutions);
