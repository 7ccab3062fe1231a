namespace NemoVideo.PowerShell;

/// <summary>Warns once if the credits may not cover a cmdlet's messages. It reads the credits once, before the first message.</summary>
internal sealed class CreditCheck(PipelineWriter output, CommandConnection connection)
{
    private Task<CreditBalance?>? _balance;
    private int _count;
    private bool _hasWarned;

    /// <summary>Adds messages to be sent. A failure to read the credits has no effect on them.</summary>
    public async Task AddAsync(int count)
    {
        _count += count;
        if ((await (_balance ??= TryReadAsync()))?.WarningFor(_count) is { } warning && !_hasWarned)
        {
            _hasWarned = true;
            output.Warn(warning);
        }
    }

    /// <summary>The credits; null if they can't be read.</summary>
    public async Task<CreditBalance?> TryReadAsync() => await (await connection.ResolveClientAsync()).TryGetCreditAsync(output.StopToken);
}
