namespace NemoVideo.PowerShell;

/// <summary>Ends a command with a terminating error, after everything that it started has ended.</summary>
internal sealed class CommandException(ErrorRecord error) : Exception(error.ToString())
{
    public ErrorRecord Error => error;

    public static void ThrowIf(ErrorRecord? error)
    {
        if (error is not null)
        {
            throw new CommandException(error);
        }
    }

    public static void ThrowIf(bool condition, Func<ErrorRecord> createError)
    {
        if (condition)
        {
            throw new CommandException(createError());
        }
    }
}
