using NemoVideo.PowerShell.Browsing;
using NemoVideo.PowerShell.Cmdlets;
using NemoVideo.PowerShell.Errors;

namespace NemoVideo.PowerShell.Commands;

/// <summary>Creates a link to a session. Anybody who has it can open the session in a browser, but can't call the API.</summary>
[Cmdlet(VerbsCommon.Get, "NemoSessionLink", SupportsShouldProcess = true)]
[OutputType(typeof(Uri))]
public sealed class GetNemoSessionLinkCommand : PositionalSessionCommand
{
    private readonly HashSet<string> _linked = new(StringComparer.Ordinal);

    /// <summary>Also opens the link in the default browser.</summary>
    [Parameter]
    public SwitchParameter Show { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        // An edit has many events, but one session.
        if (GetAnySessionId(InputObject) is { } sessionId && _linked.Add(sessionId)
            && ShouldProcess(Sessions.Describe(sessionId), "Create a link that opens the session in a browser"))
        {
            Inputs.Process(sessionId, () => WriteLink(sessionId));
        }
    }

    private void WriteLink(string sessionId)
    {
        var link = WriteSessionLink(sessionId);
        if (Show)
        {
            Open(link, sessionId);
        }
    }

    private void Open(Uri link, string sessionId)
    {
        try
        {
            Browser.Open(link);
        }
        catch (Exception exception)
            when (exception is Win32Exception or InvalidOperationException or IOException or UnauthorizedAccessException)
        {
            WriteError(ErrorRecords.BrowserNotOpened(sessionId, exception));
        }
    }
}
