using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;

namespace NemoVideo.PowerShell;

/// <summary>The default connection of a runspace, and the current session of each user. Parallel runspaces don't share them.</summary>
internal sealed class RunspaceDefaults
{
    private static readonly ConditionalWeakTable<Runspace, RunspaceDefaults> ByRunspace = new();
    private static readonly HashSet<Runspace> Connected = [];

    private readonly Dictionary<string, AccountRegistry> _accounts = new(StringComparer.Ordinal);
    private readonly ConditionalWeakTable<AccountRegistry, StrongBox<NemoSession?>> _sessions = new();
    private AccountRegistry? _lastAccount;

    /// <summary>The defaults of the runspace of this thread.</summary>
    public static RunspaceDefaults Current =>
        ByRunspace.GetValue(Runspace.DefaultRunspace, static _ => new RunspaceDefaults());

    /// <summary>Whether another open runspace in this process has a connection or failed to connect.</summary>
    public static bool IsConnectedElsewhere
    {
        get
        {
            lock (Connected)
            {
                Connected.RemoveWhere(static one => one.RunspaceStateInfo.State is not (RunspaceState.Opened or RunspaceState.Opening));
                return Connected.Any(static one => one != Runspace.DefaultRunspace);
            }
        }
    }

    public NemoConnection? Connection { get; private set; }

    /// <summary>Whether the last Connect-Nemo failed. With another connection, another account could be charged.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>The current session of the last connection; null for none.</summary>
    public NemoSession? LastSession => _lastAccount is null ? null : SessionOf(_lastAccount);

    /// <summary>Sets the default connection. It shares the sessions and exports of the same user at the same API.</summary>
    public NemoConnection Connect(NemoClient client, RequestLog log)
    {
        if (!_accounts.TryGetValue(client.Identity, out _lastAccount))
        {
            _accounts.Add(client.Identity, _lastAccount = new AccountRegistry());
        }

        HasFailed = false;
        MarkConnected();
        return Connection = new NemoConnection(client, _lastAccount, log);
    }

    public void Fail()
    {
        Connection = null;
        HasFailed = true;
        MarkConnected();
    }

    /// <summary>
    /// Removes the default connection, or the failure to connect, and the data of all accounts. For another connection, removes the data of
    /// its account, unless the default connection has the same one.
    /// </summary>
    public void Disconnect(NemoConnection? connection)
    {
        if (connection == Connection)
        {
            Connection = null;
            HasFailed = false;
            _lastAccount = null;
            _accounts.Clear();
            lock (Connected)
            {
                Connected.Remove(Runspace.DefaultRunspace);
            }
        }
        else if (connection?.Account is { } account && account != Connection?.Account)
        {
            if (_accounts.TryGetValue(connection.Client.Identity, out var known) && known == account)
            {
                _accounts.Remove(connection.Client.Identity);
            }

            _lastAccount = _lastAccount == account ? null : _lastAccount;
        }
    }

    public NemoSession? SessionOf(NemoConnection connection) => SessionOf(connection.Account);

    /// <summary>
    /// Sets the current session; null after a session couldn't be created or selected, because the timeline of the one before must not be
    /// edited instead.
    /// </summary>
    public void SetSession(NemoConnection connection, NemoSession? session) =>
        _sessions.GetOrCreateValue(connection.Account).Value = session;

    /// <summary>Whether the last attempt to create or select a session failed.</summary>
    public bool HasSessionFailed(NemoConnection connection) =>
        _sessions.TryGetValue(connection.Account, out var current) && current.Value is null;

    private NemoSession? SessionOf(AccountRegistry account) => _sessions.TryGetValue(account, out var current) ? current.Value : null;

    private static void MarkConnected()
    {
        lock (Connected)
        {
            Connected.Add(Runspace.DefaultRunspace);
        }
    }
}
