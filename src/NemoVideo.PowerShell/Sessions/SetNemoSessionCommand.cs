namespace NemoVideo.PowerShell.Commands;

/// <summary>Sets the current session of this runspace, if the service has the session.</summary>
[Cmdlet(VerbsCommon.Set, "NemoSession", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(NemoSession))]
public sealed class SetNemoSessionCommand : ConnectionCommand<string>
{
    /// <summary>A session, a session ID or name, or an object with a SessionId.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("SessionId", "Id"), ArgumentCompleter(typeof(SessionCompleter))]
    [SupportsWildcards, SessionIdTransformation, AllowNull, AllowEmptyString]
    public string? Session { get; set; }

    /// <summary>Returns the session.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override string ReadInput() => Session ?? "";

    private protected override Task RunAsync(IAsyncEnumerable<string> inputs, CancellationToken stop) =>
        inputs.ForEachAsync(1, Output, async session =>
        {
            if (session.Length == 0)
            {
                // An unset variable must not leave the previous session current.
                RunspaceDefaults.Current.SetSession(await Nemo.ResolveAsync(), session: null);
                throw new CommandException(ErrorRecords.EmptyArgument(nameof(Session)));
            }

            if (Output.ShouldProcess(session, "Set as the current session"))
            {
                await Failures.ProcessAsync(session, async () =>
                {
                    var selected = await Sessions.SelectAsync(() => Sessions.RequestAsync(session));
                    if (PassThru)
                    {
                        Output.Write(selected);
                    }
                });
            }
        });
}
