using System.ComponentModel;
using NemoVideo.PowerShell.Connections;
using NemoVideo.PowerShell.Output;

namespace NemoVideo.PowerShell.Abstractions;

/// <summary>The base of the cmdlets that can make a session. A subclass asks ShouldProcess before it does.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class SessionMakingCommand : NemoCommand
{
    private protected const string DefaultSessionName = "project";

    private protected NemoSession? CurrentSession => RunspaceConnection.Current.SessionOf(ResolveConnection());

    /// <summary>Makes a session and makes it the current one.</summary>
    private protected NemoSession CreateSession(string name, string? language)
    {
        var connection = ResolveConnection();
        var session = new NemoSession(Wait(token => connection.Client.CreateSessionAsync(name, language, token)));
        connection.Remember(session);
        RunspaceConnection.Current.SetSession(connection, session);
        return session;
    }
}
