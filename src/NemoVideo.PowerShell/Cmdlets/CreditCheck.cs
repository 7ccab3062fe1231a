namespace NemoVideo.PowerShell.Cmdlets;

/// <summary>Warns once if the credits may not cover a cmdlet's messages. It reads the credits once, before the first message.</summary>
internal sealed class CreditCheck(NemoCommand command)
{
    /// <summary>A slow response must not delay the messages.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    private CreditBalance? _balance;
    private int _count;
    private bool _isDone;

    /// <summary>Adds messages to be sent. A failure to read the credits has no effect on them.</summary>
    public void Add(int count)
    {
        _count += count;
        if (_isDone)
        {
            return;
        }

        _balance ??= TryRead(command);
        if (_balance?.WarningFor(_count) is { } warning)
        {
            command.WriteWarning(warning);
            _isDone = true;
        }

        _isDone |= _balance is null;
    }

    /// <summary>The credits; null if they can't be read.</summary>
    public static CreditBalance? TryRead(NemoCommand command)
    {
        var client = command.ResolveClient();
        try
        {
            return command.Calls.Wait(async token =>
            {
                using var limit = CancellationTokenSource.CreateLinkedTokenSource(token);
                limit.CancelAfter(Timeout);
                return await client.GetCreditAsync(limit.Token).ConfigureAwait(false);
            });
        }
        catch (Exception exception) when (exception is NemoException or OperationCanceledException)
        {
            command.WriteVerbose($"The available credits couldn't be determined. {exception.Message}");
            return null;
        }
    }
}
