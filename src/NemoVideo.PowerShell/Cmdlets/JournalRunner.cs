using NemoVideo.PowerShell.Errors;
using NemoVideo.Client.Errors;
using NemoVideo.Client.Journal;

namespace NemoVideo.PowerShell.Cmdlets;

/// <summary>Reads for a cmdlet, once, what this computer has started.</summary>
internal sealed class JournalRunner(NemoCommand command)
{
    private JournalHistory? _history;
    private bool _isUnreadable;

    /// <summary>It; null where it cannot be read, which is told and must not keep a video from coming home.</summary>
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
