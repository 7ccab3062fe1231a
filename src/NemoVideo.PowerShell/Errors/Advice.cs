namespace NemoVideo.PowerShell;

/// <summary>Adds the command to what the client recommends: it knows no cmdlets.</summary>
internal static class Advice
{
    private const string ChargedAgain = "You'll be charged again for all messages for the video.";

    /// <summary>The recommended action of a failure, with the command that does it.</summary>
    public static string For(NemoException exception)
    {
        var target = exception.ActionTarget is { } name ? CommandText.Quote(name) : null;
        var command = exception is { Kind: NemoErrorKind.Unchanged, Action: NemoAction.AcceptTimeline }
            ? "If the clip needs no edit, use New-NemoVideo -AcceptTimeline." : CommandFor(exception.Action, target);
        return command is null ? exception.NextStep : $"{exception.NextStep} {command}";
    }

    /// <summary>The switch of New-NemoVideo that does what is recommended; empty for none.</summary>
    public static string SwitchFor(NemoAction action) => action switch
    {
        NemoAction.RestartJob => " -Restart",
        NemoAction.AcceptTimeline => " -AcceptTimeline",
        _ => "",
    };

    /// <summary>How to see the timeline that the user has to decide about; empty for none.</summary>
    public static string InspectionOf(NemoException exception) =>
        exception is { Action: NemoAction.RestartJob or NemoAction.AcceptTimeline, ActionTarget: { } session }
            ? $"{CommandFor(NemoAction.ReadState, CommandText.Quote(session))} " : "";

    /// <summary>The warning before a command that charges again; empty for any other.</summary>
    public static string CostOf(NemoAction action) => action == NemoAction.RestartJob ? $"{ChargedAgain} " : "";

    private static string? CommandFor(NemoAction action, string? target) => action switch
    {
        NemoAction.ReadState => $"To see the timeline, use Get-NemoState{Parameter("Session", target)}.",
        NemoAction.CreateSession => "To create a session, use New-NemoSession. Then upload the files again.",
        NemoAction.ListSessions => "To list all sessions, oldest first, use Get-NemoSession -All.",
        NemoAction.AddMedia => "To upload a clip, use Send-NemoUpload. To send a message, use Invoke-NemoEdit.",
        NemoAction.SendMessage => $"To send a message, use Invoke-NemoEdit{Parameter("Session", target)} -Message <message>.",
        NemoAction.SetToken => "To specify your own token, use Connect-Nemo -Token, or set NEMO_TOKEN and run Connect-Nemo.",
        NemoAction.DisableCache => "To work without stored data, use Connect-Nemo -NoCache. Without stored data, New-NemoVideo sends all messages again.",
        NemoAction.SetApiUrl => "To change the API URL, use Connect-Nemo -ApiUrl, or set NEMO_API_URL and run Connect-Nemo.",
        NemoAction.SetProxy => "To change the proxy, use Connect-Nemo -Proxy. If the proxy requires credentials, add -ProxyCredential.",
        NemoAction.RemoveProxy => "To connect directly, omit -Proxy.",
        NemoAction.ShowResponse => "To see the response from the service, use -Debug.",
        NemoAction.ReadExport => $"To see the status of the export, use Get-NemoExport{Parameter("Id", target)}. To download the video, use Wait-NemoExport -Destination.",
        NemoAction.DownloadAgain => target is null
            ? "If an export was started, find it with Get-NemoExport. Then use Wait-NemoExport -Id <export ID> -Destination <folder>."
            : $"To download the video, use Wait-NemoExport -Id {target} -Destination <folder>.",
        NemoAction.StartExport => $"To start the export, use Start-NemoExport{Parameter("Session", target)}.",
        NemoAction.CancelExport => $"To cancel the export, use Stop-NemoExport{Parameter("Id", target)}.",
        NemoAction.RestartJob => (target is null ? "" : $"To see the timeline, use Get-NemoState{Parameter("Session", target)}. ")
            + "To create the video again, run New-NemoVideo -Restart for this video only. " + ChargedAgain,
        NemoAction.AnswerQuestion => $"To answer, use Invoke-NemoEdit{Parameter("Session", target)} -Message <answer>.",
        NemoAction.AcceptTimeline => $"To see the timeline, use Get-NemoState{Parameter("Session", target)}. To create the video from it as it is, "
            + "use New-NemoVideo -AcceptTimeline, which doesn't send the message again. Otherwise, use New-NemoVideo -Restart for this video "
            + "only. " + ChargedAgain,
        _ => null,
    };

    private static string Parameter(string name, string? value) => value is null ? "" : $" -{name} {value}";
}
