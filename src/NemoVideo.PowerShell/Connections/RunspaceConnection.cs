using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;
using NemoVideo.Client;
using NemoVideo.PowerShell.Output;

namespace NemoVideo.PowerShell.Connections;

/// <summary>
/// What a runspace has as its defaults: a connection, and for each user at an API a current session. Kept per runspace, so
/// that parallel runspaces do not meet.
/// </summary>
internal sealed class RunspaceConnection
{
    private static readonly ConditionalWeakTable<Runspace, RunspaceConnection> ByRunspace = new();
    private static readonly List<WeakReference<Runspace>> Connected = [];

    private readonly Dictionary<string, AccountState> _made = new(StringComparer.Ordinal);
    private readonly ConditionalWeakTable<AccountState, NemoSession> _sessions = new();
    private readonly WeakReference<Runspace> _runspace;
    private AccountState? _last;

    private RunspaceConnection(Runspace runspace) => _runspace = new WeakReference<Runspace>(runspace);

    /// <summary>That of the runspace whose pipeline runs on this thread.</summary>
    public static RunspaceConnection Current =>
        ByRunspace.GetValue(Runspace.DefaultRunspace, static runspace => new RunspaceConnection(runspace));

    /// <summary>Whether another runspace of this process that is still open has a connection, or has failed to get the one it named.</summary>
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

    /// <summary>
    /// Whether the last Connect-Nemo has failed. Nothing is used in its stead then: another account would be charged, and get
    /// the files.
    /// </summary>
    public bool HasFailed { get; private set; }

    /// <summary>The current session on the connection that was made last; null where there is none.</summary>
    public NemoSession? LastSession => _last is null ? null : SessionOf(_last);

    /// <summary>Makes a connection the default one. It knows what the same user has made at the same API before.</summary>
    public NemoConnection Connect(NemoClient client)
    {
        if (!_made.TryGetValue(client.Identity, out _last))
        {
            _made.Add(client.Identity, _last = new AccountState());
        }

        HasFailed = false;
        Announce();
        return Connection = new NemoConnection(client, _last);
    }

    /// <summary>Leaves the runspace without a connection until the next one is made.</summary>
    public void Fail()
    {
        Connection = null;
        HasFailed = true;
        Announce();
    }

    /// <summary>Forgets all connections and what was made over them, and that one has failed.</summary>
    public void Disconnect()
    {
        Connection = null;
        HasFailed = false;
        _last = null;
        _made.Clear();
        lock (Connected)
        {
            Connected.Remove(_runspace);
        }
    }

    /// <summary>Forgets what was made over a connection that is not the default one, unless the default one is of the same user.</summary>
    public void Forget(NemoConnection connection)
    {
        if (connection.Made == Connection?.Made)
        {
            return;
        }

        if (_made.TryGetValue(connection.Client.Identity, out var made) && made == connection.Made)
        {
            _made.Remove(connection.Client.Identity);
        }

        _last = _last == connection.Made ? null : _last;
    }

    public NemoSession? SessionOf(NemoConnection connection) => SessionOf(connection.Made);

    public void SetSession(NemoConnection connection, NemoSession session)
    {
        _sessions.Remove(connection.Made);
        _sessions.Add(connection.Made, session);
    }

    private NemoSession? SessionOf(AccountState made) => _sessions.TryGetValue(made, out var session) ? session : null;

    private void Announce()
    {
        lock (Connected)
        {
            Connected.Remove(_runspace);
            Connected.Add(_runspace);
        }
    }
}
