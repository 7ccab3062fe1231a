using NemoVideo.Client.Errors;
using NemoVideo.PowerShell.Formatting;

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
        NemoAction.ReadState => target is null ? "Use Get-NemoState." : $"Use: Get-NemoState -Session {target}",
        NemoAction.CreateSession => "Use New-NemoSession, and upload the files again.",
        NemoAction.ListSessions => "To list them, oldest first, use: Get-NemoSession -All",
        NemoAction.AddMedia => "Use Send-NemoUpload or Invoke-NemoEdit.",
        NemoAction.SetToken => "To use a token of your own, use Connect-Nemo -Token, or set NEMO_TOKEN.",
        NemoAction.DisableCache => "Without -Resume, you can use Connect-Nemo -NoCache instead.",
        NemoAction.SetApiUrl => "To change the API URL, use Connect-Nemo -ApiUrl, or set NEMO_API_URL.",
        NemoAction.SetProxy => "To change the proxy, use Connect-Nemo -Proxy and -ProxyCredential.",
        NemoAction.RemoveProxy => "Leave out -Proxy.",
        NemoAction.ShowResponse => "To see the whole response, use -Debug.",
        NemoAction.ReadExport => target is null ? "Use Get-NemoExport." : $"Use: Get-NemoExport -Id {target}",
        NemoAction.DownloadAgain => target is null ? "Use: Get-NemoExport | Wait-NemoExport -Destination <folder>" : $"Use: Wait-NemoExport -Id {target} -Destination <folder>",
        NemoAction.StartExport => target is null ? "Use Start-NemoExport." : $"Use: Start-NemoExport -Session {target}",
        NemoAction.CancelExport => target is null ? "Use Stop-NemoExport." : $"Use: Stop-NemoExport -Id {target}",
        NemoAction.ReplaceFile => "To replace the file, use -Force. To use another folder, use -Destination.",
        _ => null,
    };
}
