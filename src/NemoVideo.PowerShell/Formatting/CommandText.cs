using System.Management.Automation.Language;
using NemoVideo.Language;

namespace NemoVideo.PowerShell.Formatting;

/// <summary>Command lines as text.</summary>
internal static class CommandText
{
    /// <summary>A quoted string literal. It escapes typographic quotes too, which PowerShell also accepts as quotes.</summary>
    public static string Quote(string value) => "'" + CodeGeneration.EscapeSingleQuotedStringContent(value) + "'";
}

/// <summary>The commands that replace the agent's instructions for a GUI. They aren't run, because the user didn't request them.</summary>
internal static class SuggestedCommands
{
    /// <summary>One command line for each known action, in order and without duplicates.</summary>
    public static IReadOnlyList<string> For(IEnumerable<GuiAction> actions, string sessionId)
    {
        var session = " -Session " + CommandText.Quote(sessionId);
        return [.. actions.Select(CommandFor).OfType<string>().Distinct()];

        string? CommandFor(GuiAction action) => action switch
        {
            GuiAction.ReadState or GuiAction.ShowTracks => "Get-NemoState" + session,
            GuiAction.SendEdit => "Invoke-NemoEdit" + session,
            GuiAction.Export => "Start-NemoExport" + session,
            GuiAction.ShowCredits => "Get-NemoCredit",
            _ => null,
        };
    }
}

/// <summary>The cmdlets that do the work of Invoke-Nemo.</summary>
internal static class RouteCommands
{
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

    /// <summary>Help for a question, such as how to export or what an edit costs.</summary>
    public static string HelpFor(Route topic) => topic switch
    {
        Route.Export => "Start-NemoExport exports the timeline, and Wait-NemoExport -Destination ./out downloads the video. "
            + "For details, run Get-Help Start-NemoExport -Full.",
        Route.Upload => "Send-NemoUpload uploads files. For details, run Get-Help Send-NemoUpload -Full.",
        Route.Cancel => "Stop-NemoExport cancels exports. For details, run Get-Help Stop-NemoExport -Full.",
        Route.Credits => "An edit costs about 50 credits, and a generated clip costs about 100 credits. Exports are free. "
            + "Get-NemoCredit shows the available credits.",
        _ => "For help, run Get-Help about_NemoVideo. To edit a video, describe the change: Invoke-Nemo 'add the title \"Holiday\"'.",
    };

    /// <summary>A warning about options in the request that an export doesn't support; null for none.</summary>
    public static string? UnsupportedOptions(ExportForm form) => form.UnsupportedOptions.Count == 0 ? null
        : $"Exports don't support these options: {string.Join(", ", form.UnsupportedOptions)}. This export uses the {form.Format} format and "
            + $"{form.Quality} quality. To specify a destination folder, use Wait-NemoExport -Destination.";
}
