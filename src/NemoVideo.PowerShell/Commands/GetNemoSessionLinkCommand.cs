using NemoVideo.PowerShell.Browsing;
using NemoVideo.PowerShell.Cmdlets;
using NemoVideo.PowerShell.Errors;

namespace NemoVideo.PowerShell.Commands;

/// <summary>
/// Creates a link that opens a session in a browser. Anybody who has the link can open the session, but can't call the API with it.
/// </summary>
[Cmdlet(VerbsCommon.Get, "NemoSessionLink", SupportsShouldProcess = true)]
[OutputType(typeof(Uri))]
public sealed class GetNemoSessionLinkCommand : PositionalSessionCommand
{
    private const string ViewName = "NemoVideo.PowerShell.Output.NemoSessionLink";

    /// <summary>Also opens the link in the default browser.</summary>
    [Parameter]
    public SwitchParameter Show { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (!TryGetSessionId(out var sessionId) || !ShouldProcess(Describe(sessionId), "Create a link that opens the session in a browser"))
        {
            return;
        }

        ProcessInput(sessionId, () =>
        {
            var link = Wait(token => ResolveClient().CreateSessionLinkAsync(sessionId, token)).Address;
            WriteObject(Named(link));
            if (Show)
            {
                Open(link, sessionId);
            }
        });
    }

    /// <summary>Adds a type name for the one-line view. A view of Uri itself would apply to all URLs.</summary>
    private static PSObject Named(Uri link)
    {
        var named = new PSObject(link);
        named.TypeNames.Insert(0, ViewName);
        return named;
    }

    private void Open(Uri link, string sessionId)
    {
        try
        {
            Browser.Open(link);
        }
        catch (Exception exception) when (exception is Win32Exception or InvalidOperationException or IOException or UnauthorizedAccessException)
        {
            WriteError(ErrorRecords.BrowserNotOpened(sessionId, exception));
        }
    }
}
