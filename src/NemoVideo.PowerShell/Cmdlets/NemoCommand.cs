using NemoVideo.PowerShell.Binding;
using NemoVideo.PowerShell.Connections;
using NemoVideo.PowerShell.Errors;
using NemoVideo.PowerShell.Output;

namespace NemoVideo.PowerShell.Cmdlets;

/// <summary>The base of all cmdlets that do work: their connection, their errors, and how they stop.</summary>
public abstract class NemoCommand : PSCmdlet, IDisposable
{
    private readonly List<IDisposable> _owned = [];
    private bool _isEnding;

    private protected NemoCommand() => (Calls, Inputs, Sessions) = (new Calls(this), new Inputs(this), new Sessions(this));

    internal Calls Calls { get; }

    internal Inputs Inputs { get; }

    internal Sessions Sessions { get; }

    /// <summary>The files that other programs are still writing.</summary>
    internal GrowingFiles Growing => field ??= new GrowingFiles(this);

    internal SkippedInputs Skipped { get; } = new();

    /// <summary>The number of the pipeline record that is processed, from 1.</summary>
    internal int InputCount { get; private protected set; }

    internal int ErrorCount { get; private set; }

    /// <summary>Whether an error ends the command, because of -ErrorAction Stop or the preference.</summary>
    internal bool StopsAtError =>
        LanguagePrimitives.TryConvertTo<ActionPreference>(this.PreferenceOf("ErrorAction", "ErrorActionPreference"), out var preference)
        && preference == ActionPreference.Stop;

    /// <summary>Whether the command only shows what it would do, because of -WhatIf or $WhatIfPreference.</summary>
    internal bool IsWhatIf => LanguagePrimitives.IsTrue(this.PreferenceOf("WhatIf", "WhatIfPreference"));

    /// <summary>The connection that the command uses; null before it needs one, if -Connection isn't specified.</summary>
    private protected NemoConnection? UsedConnection { get; set; }

    internal NemoConnection? KnownConnection => UsedConnection ?? RunspaceDefaults.Current.Connection;

    /// <summary>Cancels pending requests. Safe to call more than once.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Cancels pending requests. After an exception upstream, PowerShell calls no other method.</summary>
    /// <param name="disposing">True if called by <see cref="Dispose()"/>.</param>
    protected virtual void Dispose(bool disposing)
    {
        Calls.Dispose();
        _owned.ForEach(static one => one.Dispose());
        _owned.Clear();
    }

    /// <summary>Runs an action. If it throws (a stop, Select-Object -First, an error), everything that was started ends.</summary>
    private protected void RunOrDispose(Action action)
    {
        try
        {
            action();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Disposes an object with the command, after its calls.</summary>
    private protected T Own<T>(T value)
        where T : IDisposable
    {
        _owned.Add(value);
        return value;
    }

    /// <summary>Cancels pending requests.</summary>
    protected override void StopProcessing() => Calls.Stop();

    /// <summary>Calls <see cref="CompleteInput"/>, and writes the errors that several inputs have together.</summary>
    protected sealed override void EndProcessing() => RunOrDispose(() =>
    {
        Skipped.Write(this);
        Inputs.WriteRejected();
        CompleteInput();
        Inputs.WriteNotProcessed();
    });

    /// <summary>Processes what is left after the last input.</summary>
    private protected virtual void CompleteInput()
    {
    }

    /// <summary>What to do after the cause of a failure is removed, if the same pipeline shouldn't be run again; null if it can.</summary>
    internal virtual string? FindLaterAction(NemoErrorKind kind) => null;

    /// <summary>Called before an error that ends the command. Everything that was started can end first.</summary>
    private protected virtual void FinishStarted()
    {
    }

    /// <summary>Waits for the end of everything that was started. Returns false if the cmdlet is already waiting for that.</summary>
    internal bool TryFinishStarted()
    {
        if (_isEnding)
        {
            return false;
        }

        _isEnding = true;
        try
        {
            FinishStarted();
        }
        finally
        {
            _isEnding = false;
        }

        return true;
    }

    /// <summary>The connection to use. Connects if there is none.</summary>
    internal NemoConnection ResolveConnection()
    {
        if (FindConnection() is { } existing)
        {
            ThrowIf(!existing.IsOpen, () => ErrorRecords.ConnectionClosed(existing));
            return existing;
        }

        ThrowIf(RunspaceDefaults.IsConnectedElsewhere, ErrorRecords.NoConnectionInRunspace);
        var options = new NemoClientOptions { Trace = RequestLog.Add, Waiting = RequestLog.Add, Notice = RequestLog.Warn };
        return UsedConnection = new ConnectionRunner(this).Connect(options);
    }

    /// <summary>The connection to use; null for none. Never connects. A failed Connect-Nemo before is a terminating error.</summary>
    internal NemoConnection? FindConnection()
    {
        ThrowIf(UsedConnection is null && RunspaceDefaults.Current.HasFailed, ErrorRecords.NotConnected);
        return UsedConnection ??= RunspaceDefaults.Current.Connection;
    }

    internal NemoClient ResolveClient() => ResolveConnection().Client;

    // These hide the base methods, so that no subclass can write untrusted text or secrets in a URL.
    internal new void WriteVerbose(string text)
    {
        // With -Debug alone, PowerShell would prompt at each verbose line, also after a charged request.
        var bound = MyInvocation.BoundParameters;
        if (bound.TryGetValue("Debug", out var isDebug) && LanguagePrimitives.IsTrue(isDebug) && !bound.ContainsKey("Verbose"))
        {
            WriteDebug(text);
        }
        else
        {
            base.WriteVerbose(DisplayText.Message(text));
        }
    }

    internal new void WriteDebug(string text) => base.WriteDebug(DisplayText.Message(text));

    internal new void WriteWarning(string text) => base.WriteWarning(DisplayText.Message(text));

    internal new void WriteError(ErrorRecord error)
    {
        ErrorCount++;
        if (_isEnding && StopsAtError)
        {
            // The first error is thrown when everything that was started has ended.
            WriteWarning($"{error}");
            return;
        }

        if (StopsAtError)
        {
            _ = TryFinishStarted();
        }

        base.WriteError(error);
    }

    internal new bool ShouldProcess(string target, string action) =>
        base.ShouldProcess(DisplayText.Message(target), DisplayText.Message(action));

    /// <summary>Writes the service's response to the debug stream. The client has removed secrets from it.</summary>
    internal void WriteRawResponse(NemoException exception)
    {
        if (exception.RawResponse is { Length: > 0 } response)
        {
            WriteDebug($"The service's response: {response}");
        }
    }

    /// <summary>Writes a line to the console, as Write-Host does.</summary>
    internal void WriteHostLine(string text) =>
        WriteInformation(new HostInformationMessage { Message = DisplayText.Message(text) }, ["PSHOST"]);

    /// <summary>Writes a warning if the user stopped the command. A stopping pipeline accepts no writes, but its host does.</summary>
    internal void WarnIfStopped(string text)
    {
        if (Calls.IsStopped)
        {
            Host.UI.WriteWarningLine(DisplayText.Message(text));
        }
    }

    /// <summary>Warns that the pipeline was empty, as after a wildcard that matches no file.</summary>
    private protected void WarnOfNoInput(string outcome) => WriteWarning(
        $"The pipeline contained no usable input, so no {outcome}. Check the command before this one, such as its path or filter.");

    private protected static TimeSpan? Seconds(double? seconds) => seconds is { } value ? TimeSpan.FromSeconds(value) : null;

    internal void ThrowIf(bool condition, Func<ErrorRecord> createError)
    {
        if (condition)
        {
            ThrowTerminatingError(createError());
        }
    }

    /// <summary>Runs an action. Its failure is a terminating error.</summary>
    internal T RunOrThrow<T>(object? target, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (NemoException exception)
        {
            WriteRawResponse(exception);
            ThrowTerminatingError(ErrorRecords.From(exception, target));
            throw;
        }
    }

    /// <summary>An object with a view of its own, which an additional type name selects.</summary>
    internal static PSObject WithView(object value, string view)
    {
        var output = new PSObject(value);
        output.TypeNames.Insert(0, $"NemoVideo.PowerShell.Output.{view}");
        return output;
    }
}

/// <summary>A cmdlet with -Connection.</summary>
public abstract class ConnectionCommand : NemoCommand
{
    /// <summary>The connection. Default: the connection of this runspace.</summary>
    [Parameter, ValidateNotNull]
    public NemoConnection? Connection
    {
        get => UsedConnection;
        set => UsedConnection = value;
    }
}
