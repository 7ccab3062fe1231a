namespace NemoVideo.PowerShell.Errors;

/// <summary>Adds the command to what the client recommends: it knows no cmdlets.</summary>
internal static class Advice
{
    /// <summary>The recommended action of a failure, with the command that does it.</summary>
    public static string For(NemoException exception)
    {
        var command = CommandFor(exception.Action, exception.ActionTarget is { } target ? CommandText.Quote(target) : null);
        return command is null ? exception.NextStep : $"{exception.NextStep} {command}";
    }

    private static string? CommandFor(NemoAction action, string? target) => action switch
    {
        NemoAction.ReadState => $"Use Get-NemoState{Parameter("Session", target)} to check it.",
        NemoAction.CreateSession => "Use New-NemoSession, and upload the files again.",
        NemoAction.ListSessions => "Use Get-NemoSession -All to list them, oldest first.",
        NemoAction.AddMedia => "Use Send-NemoUpload or Invoke-NemoEdit.",
        NemoAction.SetToken => "To use a token of your own, use Connect-Nemo -Token, or set NEMO_TOKEN.",
        NemoAction.DisableCache => "Without -Resume, you can use Connect-Nemo -NoCache instead.",
        NemoAction.SetApiUrl => "To change the API URL, use Connect-Nemo -ApiUrl, or set NEMO_API_URL.",
        NemoAction.SetProxy => "To change the proxy, use Connect-Nemo -Proxy and -ProxyCredential.",
        NemoAction.RemoveProxy => "Leave out -Proxy.",
        NemoAction.ShowResponse => "To see the whole response, use -Debug.",
        NemoAction.ReadExport => $"Use Get-NemoExport{Parameter("Id", target)} to check it, and Save-NemoExport to download it.",
        NemoAction.DownloadAgain => target is null
            ? "Use Get-NemoExport | Wait-NemoExport -Destination to download it."
            : $"Use Wait-NemoExport -Id {target} -Destination to download it.",
        NemoAction.StartExport => $"Use Start-NemoExport{Parameter("Session", target)} to start it.",
        NemoAction.CancelExport => $"Use Stop-NemoExport{Parameter("Id", target)} to cancel it.",
        NemoAction.ReplaceFile => "To replace the file, use -Force. To use another folder, use -Destination.",
        _ => null,
    };

    private static string Parameter(string name, string? value) => value is null ? "" : $" -{name} {value}";
}
