namespace NemoVideo.PowerShell.Output;

/// <summary>The credits of an account.</summary>
public sealed class NemoCredit
{
    private readonly CreditBalance _balance;

    internal NemoCredit(CreditBalance balance) => _balance = balance;

    /// <summary>The credits that can be spent.</summary>
    public long Available => _balance.Available;

    /// <summary>The credits that are reserved for running work.</summary>
    public long Frozen => _balance.Frozen;

    /// <summary>The sum of both.</summary>
    public long Total => _balance.Total;

    /// <inheritdoc/>
    public override string ToString() => $"{Available} credits";
}
