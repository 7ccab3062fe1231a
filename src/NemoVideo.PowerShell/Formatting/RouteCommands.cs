using NemoVideo.Language;

namespace NemoVideo.PowerShell.Formatting;

/// <summary>The commands that do what a request in plain words asks for.</summary>
internal static class RouteCommands
{
    /// <summary>The name of the one that does the same.</summary>
    public static string NameOf(Route route) => route switch
    {
        Route.Export => "Start-NemoExport",
        Route.ExportStatus => "Get-NemoExport",
        Route.Cancel => "Stop-NemoExport",
        Route.Credits => "Get-NemoCredit",
        Route.State => "Get-NemoState",
        Route.Upload => "Send-NemoUpload",
        Route.Help => "Get-Help",
        _ => "Invoke-NemoEdit",
    };

    /// <summary>The answer to a question of how, or of what it costs.</summary>
    public static string ToException(Route topic) => topic switch
    {
        Route.Export => "Start-NemoExport exports the timeline, and Wait-NemoExport -Destination ./out downloads it: see Get-Help Start-NemoExport -Full.",
        Route.Upload => "Send-NemoUpload uploads files: see Get-Help Send-NemoUpload -Full.",
        Route.Cancel => "Stop-NemoExport cancels exports: see Get-Help Stop-NemoExport -Full.",
        Route.Credits => "An edit costs about 50 credits, a generated clip about 100, an export nothing; Get-NemoCredit shows what is left.",
        _ => "See Get-Help about_NemoVideo; to have something edited, say what: Invoke-Nemo 'add the title \"Holiday\"'.",
    };

    /// <summary>What an export could not be told, and how it is made instead; null where there is nothing of this kind.</summary>
    public static string? NotTakenUp(ExportForm form) => form.NotTakenUp.Count == 0 ? null
        : $"An export cannot be told: {string.Join(", ", form.NotTakenUp)}. This is one as {form.Format} in {form.Quality} quality; "
            + "Wait-NemoExport -Destination says where the file goes.";
}
