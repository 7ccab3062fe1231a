namespace NemoVideo.PowerShell;

/// <summary>A cmdlet with -Connection.</summary>
/// <typeparam name="TInput">A copy of what an input bound.</typeparam>
public abstract class ConnectionCommand<TInput> : NemoCommand<TInput>
    where TInput : class
{
    private protected ConnectionCommand()
    {
        Failures.Describe = id => Nemo.Describe(id);
        Failures.FindSourcePath = id => Nemo.Known?.FindExport(id)?.SourcePath;
    }

    /// <summary>The connection. Default: the connection of this runspace.</summary>
    [Parameter, ValidateNotNull]
    public NemoConnection? Connection { get; set; }

    private protected CommandConnection Nemo => field ??= new CommandConnection(Output, Connection);

    private protected CommandSessions Sessions => field ??= new CommandSessions(Output, Nemo);
}
