using NemoVideo.Language;

namespace NemoVideo.PowerShell.Formatting;

/// <summary>
/// The command lines that the agent's instructions to a screen come to ("click Export": Start-NemoExport). They are told and
/// not run: the user did not ask for them, and an edit costs credits.
/// </summary>
internal static class SuggestedCommands
{
    /// <param name="actions">What the instructions come to.</param>
    /// <param name="sessionId">The session that they are about.</param>
    /// <returns>One line each, in order; none for a click that names nothing.</returns>
    public static IReadOnlyList<string> For(IEnumerable<GuiAction> actions, string sessionId)
    {
        var session = " -Session " + QuotedText.Of(sessionId);
        return [.. actions
            .Select(action => action switch
            {
                GuiAction.ReadState or GuiAction.ShowTracks => "Get-NemoState" + session,
                GuiAction.SendEdit => "Invoke-NemoEdit" + session,
                GuiAction.Export => "Start-NemoExport" + session,
                GuiAction.ShowCredits => "Get-NemoCredit",
                _ => null,
            })
            .OfType<string>()
            .Distinct()];
    }
}
