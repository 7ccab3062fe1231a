using NemoVideo.Client.Operations;

namespace NemoVideo.PowerShell.Output;

/// <summary>The account's credits.</summary>
public sealed class NemoCredit
{
    internal NemoCredit(CreditBalance balance)
    {
        Available = balance.Available;
        Frozen = balance.Frozen;
        Total = balance.Total;
    }

    /// <summary>What can be spent.</summary>
    public long Available { get; }

    /// <summary>What is held by running work.</summary>
    public long Frozen { get; }

    /// <summary>Both together.</summary>
    public long Total { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{Available} credits";
}
