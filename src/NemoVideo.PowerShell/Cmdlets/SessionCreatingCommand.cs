using System.ComponentModel;
using NemoVideo.PowerShell.Connections;
using NemoVideo.PowerShell.Formatting;
using NemoVideo.PowerShell.Output;

namespace NemoVideo.PowerShell.Cmdlets;

/// <summary>The base of the cmdlets that can create a session. A subclass must call ShouldProcess first.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class SessionCreatingCommand : NemoCommand
{
    private protected const string DefaultSessionName = "project";

    /// <summary>The current session of the runspace on the connection; null for none. Never connects.</summary>
    private protected NemoSession? CurrentSession =>
        FindConnection() is { } connection ? RunspaceDefaults.Current.SessionOf(connection) : null;

    /// <param name="name">The name, which can be untrusted text such as a file name.</param>
    /// <param name="language">The language of the responses; null for the service's default.</param>
    /// <param name="isCurrent">Whether it becomes the current session of the runspace.</param>
    private protected NemoSession CreateSession(string name, string? language, bool isCurrent = true)
    {
        var connection = ResolveConnection();
        var session = new NemoSession(Wait(token => connection.Client.CreateSessionAsync(DisplayText.Line(name), language, token)));
        connection.Remember(session);
        if (isCurrent)
        {
            RunspaceDefaults.Current.SetSession(connection, session);
        }

        return session;
    }
}
