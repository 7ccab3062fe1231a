using NemoVideo.Client.Journal;
using NemoVideo.PowerShell.Errors;

namespace NemoVideo.PowerShell.Cmdlets;

/// <summary>Reads the journal for a cmdlet, once.</summary>
internal sealed class JournalRunner(NemoCommand command)
{
    private JournalHistory? _history;
    private bool _isUnreadable;

    /// <summary>The journal; null with a warning if it can't be read, because downloads don't need it.</summary>
    public JournalHistory? Read()
    {
        if (_history is null && !_isUnreadable)
        {
            try
            {
                _history = command.Wait(command.ResolveClient().ReadJournalAsync);
            }
            catch (NemoException exception)
            {
                _isUnreadable = true;
                command.WriteWarning($"{exception.Message} {Advice.For(exception)}");
            }
        }

        return _history;
    }
}
