using System.ComponentModel;
using NemoVideo.PowerShell.Connections;
using NemoVideo.PowerShell.Formatting;
using NemoVideo.PowerShell.Output;

namespace NemoVideo.PowerShell.Cmdlets;

/// <summary>The base of the cmdlets that can make a session. A subclass asks ShouldProcess before it does.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class SessionMakingCommand : NemoCommand
{
    private protected const string DefaultSessionName = "project";

    /// <summary>The current session of the runspace on the connection; null where there is none. Never makes a connection.</summary>
    private protected NemoSession? CurrentSession =>
        FindConnection() is { } connection ? RunspaceConnection.Current.SessionOf(connection) : null;

    /// <summary>Makes a session.</summary>
    /// <param name="name">Its name, often a file's; it is made one line without control characters.</param>
    /// <param name="language">The language of the answers; null leaves it to the service.</param>
    /// <param name="isCurrent">Whether it becomes the current one of the runspace.</param>
    private protected NemoSession CreateSession(string name, string? language, bool isCurrent = true)
    {
        var connection = ResolveConnection();
        var session = new NemoSession(Wait(token => connection.Client.CreateSessionAsync(DisplayText.Line(name), language, token)));
        connection.Remember(session);
        if (isCurrent)
        {
            RunspaceConnection.Current.SetSession(connection, session);
        }

        return session;
    }
}
