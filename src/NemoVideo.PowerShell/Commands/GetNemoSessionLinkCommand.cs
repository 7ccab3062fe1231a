using System.ComponentModel;
using System.Management.Automation;
using NemoVideo.PowerShell.Browsing;
using NemoVideo.PowerShell.Cmdlets;
using NemoVideo.PowerShell.Errors;

namespace NemoVideo.PowerShell.Commands;

/// <summary>
/// Gives a link that opens a session in a browser. Each call makes a new one; whoever has it can open the session, and it
/// holds no token that can call the service.
/// </summary>
[Cmdlet(VerbsCommon.Get, "NemoSessionLink", SupportsShouldProcess = true)]
[OutputType(typeof(Uri))]
public sealed class GetNemoSessionLinkCommand : SessionFirstCommand
{
    private const string ViewName = "NemoVideo.PowerShell.Output.NemoSessionLink";

    /// <summary>Opens the link in the browser of this computer as well.</summary>
    [Parameter]
    public SwitchParameter Show { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (!HasInput)
        {
            Create(RequireSessionId());
        }
        else if (TryGetInputSessionId(out var sessionId))
        {
            Create(sessionId);
        }
    }

    private void Create(string sessionId)
    {
        if (!ShouldProcess(Describe(sessionId), "Make a link that opens the session in a browser"))
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

    /// <summary>A Uri as any other, with a name that its one-line view goes by: a view of Uri itself would be for everybody's.</summary>
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
