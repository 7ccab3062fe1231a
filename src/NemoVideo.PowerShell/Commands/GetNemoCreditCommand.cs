using NemoVideo.PowerShell.Cmdlets;
using NemoVideo.PowerShell.Output;

namespace NemoVideo.PowerShell.Commands;

/// <summary>Returns the account's credits.</summary>
[Cmdlet(VerbsCommon.Get, "NemoCredit")]
[OutputType(typeof(NemoCredit))]
public sealed class GetNemoCreditCommand : ConnectionCommand
{
    /// <inheritdoc/>
    private protected override void CompleteInput() =>
        Inputs.Process(target: null, () => WriteObject(new NemoCredit(Calls.Wait(token => ResolveClient().GetCreditAsync(token)))));
}
