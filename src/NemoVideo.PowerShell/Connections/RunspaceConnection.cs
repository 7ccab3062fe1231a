using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;
using NemoVideo.PowerShell.Output;

namespace NemoVideo.PowerShell.Connections;

/// <summary>
/// What a runspace has as its defaults: a connection, and for each connection a current session. Kept per runspace, so that
/// parallel runspaces do not meet.
/// </summary>
internal sealed class RunspaceConnection
{
    private static readonly ConditionalWeakTable<Runspace, RunspaceConnection> ByRunspace = new();
    private static readonly List<WeakReference<Runspace>> Connected = [];

    private readonly ConditionalWeakTable<NemoConnection, NemoSession> _sessions = new();
    private readonly WeakReference<Runspace> _runspace;

    private RunspaceConnection(Runspace runspace) => _runspace = new WeakReference<Runspace>(runspace);

    /// <summary>That of the runspace whose pipeline runs on this thread.</summary>
    public static RunspaceConnection Current =>
        ByRunspace.GetValue(Runspace.DefaultRunspace, static runspace => new RunspaceConnection(runspace));

    /// <summary>Whether another runspace of this process that is still open has a connection.</summary>
    public static bool IsConnectedElsewhere
    {
        get
        {
            lock (Connected)
            {
                Connected.RemoveAll(static reference =>
                    !reference.TryGetTarget(out var runspace)
                    || runspace.RunspaceStateInfo.State is not (RunspaceState.Opened or RunspaceState.Opening));
                return Connected.Any(static reference =>
                    reference.TryGetTarget(out var runspace) && runspace != Runspace.DefaultRunspace);
            }
        }
    }

    public NemoConnection? Connection { get; private set; }

    public NemoConnection Connect(NemoConnection connection)
    {
        Connection = connection;
        lock (Connected)
        {
            Connected.Remove(_runspace);
            Connected.Add(_runspace);
        }

        return connection;
    }

    public void Disconnect()
    {
        Connection = null;
        lock (Connected)
        {
            Connected.Remove(_runspace);
        }
    }

    public NemoSession? SessionOf(NemoConnection connection) =>
        _sessions.TryGetValue(connection, out var session) ? session : null;

    public void SetSession(NemoConnection connection, NemoSession session)
    {
        _sessions.Remove(connection);
        _sessions.Add(connection, session);
    }
}
