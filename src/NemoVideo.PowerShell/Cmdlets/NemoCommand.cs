using System.ComponentModel;
using System.Management.Automation;
using NemoVideo.Client;
using NemoVideo.Client.Errors;
using NemoVideo.Client.Operations;
using NemoVideo.Client.Transport;
using NemoVideo.PowerShell.Binding;
using NemoVideo.PowerShell.Connections;
using NemoVideo.PowerShell.Errors;
using NemoVideo.PowerShell.Formatting;
using NemoVideo.PowerShell.Output;

namespace NemoVideo.PowerShell.Cmdlets;

/// <summary>
/// The base of every cmdlet that works over a connection. It finds the connection and turns failures into error records. A
/// subclass binds, asks and writes.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class NemoCommand : StoppableCommand
{
    private NemoException? _fatal;
    private bool _hasSucceeded;

    /// <summary>The connection; without it, the default one of this runspace.</summary>
    [Parameter]
    [ConnectionTransformation]
    [ValidateNotNull]
    public NemoConnection? Connection { get; set; }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        var isStopped = StopToken.IsCancellationRequested;
        base.Dispose(disposing);
        if (!isStopped && Connection is { IsOpen: true } connection)
        {
            connection.Client.CompactJournal();
        }
    }

    /// <summary>The connection to use; makes the default one where there is none.</summary>
    internal NemoConnection ResolveConnection()
    {
        if (FindConnection() is { } existing)
        {
            if (!existing.IsOpen)
            {
                ThrowTerminatingError(ErrorRecords.ConnectionClosed(existing));
            }

            return existing;
        }

        if (RunspaceConnection.IsConnectedElsewhere)
        {
            ThrowTerminatingError(ErrorRecords.NoConnectionInRunspace());
        }

        return Connection = Connect(new NemoClientOptions { Trace = RequestLog.Add, Retrying = RequestLog.Add, Notice = RequestLog.Warn });
    }

    /// <summary>The connection to use; null where there is none. Never makes one. Ends the cmdlet where the last one that was asked for failed.</summary>
    internal NemoConnection? FindConnection()
    {
        if (Connection is null && RunspaceConnection.Current.HasFailed)
        {
            ThrowTerminatingError(ErrorRecords.NotConnected());
        }

        return Connection ??= RunspaceConnection.Current.Connection;
    }

    /// <summary>The id of the session that a text names, by its id or by its name on the connection, where there is one.</summary>
    /// <exception cref="NemoException">Several sessions have this name.</exception>
    internal string ResolveSession(string text)
    {
        var sessions = (Connection ?? RunspaceConnection.Current.Connection)?.Sessions ?? [];
        return SessionName.Resolve(DisplayText.Line(text), sessions.Select(static session => (session.SessionId, session.Name)));
    }

    /// <summary>A session or an export as the one who is asked about it knows it: by its name, where that is known, and its id.</summary>
    internal string Describe(string id) =>
        (Connection ?? RunspaceConnection.Current.Connection)?.NameOf(id) is { Length: > 0 } name
            ? $"'{name}' ({id})"
            : id;

    internal NemoClient ResolveClient() => ResolveConnection().Client;

    /// <summary>
    /// Does the work for one input. A failure is one error with that input as its target, and the next input goes on; where
    /// every further input would fail alike, it terminates if nothing was done yet, and is one error for each input without
    /// anything being sent if something was: work that is under way downstream must still be awaited.
    /// </summary>
    /// <param name="target">The input.</param>
    /// <param name="work">What to do for it.</param>
    /// <param name="isWhole">False where the work goes on beyond it, and <see cref="Finish"/> ends it.</param>
    internal void ProcessInput(object? target, Action work, bool isWhole = true)
    {
        if (_fatal is null)
        {
            Try(target, work, isWhole);
        }
        else
        {
            WriteError(ErrorRecords.From(_fatal, target));
        }
    }

    /// <summary>Ends the work for an input that was begun, whatever became of others meanwhile.</summary>
    internal void Finish(object? target, Action work) => Try(target, work, isWhole: true);

    private void Try(object? target, Action work, bool isWhole)
    {
        try
        {
            work();
            _hasSucceeded |= isWhole;
        }
        catch (NemoException exception)
        {
            WriteRawResponse(exception);
            var record = ErrorRecords.From(exception, target, target is string text ? Describe(text) : null);
            if (HitsEveryInput(exception))
            {
                if (!_hasSucceeded)
                {
                    ThrowTerminatingError(record);
                }

                _fatal = exception;
            }

            WriteError(record);
        }
        catch (Exception exception) when (IsUnexpected(exception))
        {
            WriteError(ErrorRecords.Unexpected(exception, target));
        }
    }

    private static bool HitsEveryInput(NemoException exception) => exception.Kind
        is NemoErrorKind.Authentication or NemoErrorKind.ConnectionFailed
        or NemoErrorKind.OutOfCredits or NemoErrorKind.ExportBlocked;
}
