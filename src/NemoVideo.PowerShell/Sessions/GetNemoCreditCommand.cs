namespace NemoVideo.PowerShell.Commands;

/// <summary>Returns the account's credits.</summary>
[Cmdlet(VerbsCommon.Get, "NemoCredit")]
[OutputType(typeof(NemoCredit))]
public sealed class GetNemoCreditCommand : ConnectionCommand<object>
{
    private protected override object? ReadInput() => null;

    private protected override Task RunAsync(IAsyncEnumerable<object> inputs, CancellationToken stop) =>
        Failures.ProcessAsync(target: null, async () => Output.Write(
            new NemoCredit(await (await Nemo.ResolveClientAsync()).GetCreditAsync(stop))));
}
