using NemoVideo.PowerShell.Cmdlets;
using NemoVideo.PowerShell.Output;

namespace NemoVideo.PowerShell.Commands;

/// <summary>Returns the account's credits.</summary>
[Cmdlet(VerbsCommon.Get, "NemoCredit")]
[OutputType(typeof(NemoCredit))]
public sealed class GetNemoCreditCommand : NemoCommand
{
    /// <inheritdoc/>
    protected override void EndProcessing() =>
        ProcessInput(target: null, () => WriteObject(new NemoCredit(Wait(token => ResolveClient().GetCreditAsync(token)))));
}
