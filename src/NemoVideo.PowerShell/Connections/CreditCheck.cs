namespace NemoVideo.PowerShell;

/// <summary>Warns once if the credits may not cover a cmdlet's messages. It reads the credits once, before the first message.</summary>
internal sealed class CreditCheck(PipelineWriter output, CommandConnection connection)
{
    /// <summary>A slow response must not delay the messages.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

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
    public async Task<CreditBalance?> TryReadAsync()
    {
        var client = await connection.ResolveClientAsync();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(output.StopToken);
        limit.CancelAfter(Timeout);
        try
        {
            return await client.GetCreditAsync(limit.Token);
        }
        catch (Exception exception)
            when (exception is NemoException or OperationCanceledException && !output.StopToken.IsCancellationRequested)
        {
            output.Verbose($"The available credits couldn't be determined. {exception.Message}");
            return null;
        }
    }
}
