using NemoVideo.PowerShell.Errors;

namespace NemoVideo.PowerShell.Cmdlets;

/// <summary>
/// Writes the errors of inputs. If all inputs have the same mistake, such as a forgotten message, they have one error, at the end.
/// </summary>
internal sealed class InputErrors(StoppableCommand command)
{
    private readonly List<ErrorRecord> _same = [];
    private bool _isMixed;

    public void Add(ErrorRecord error)
    {
        if (_isMixed || command.StopsAtError || !ErrorRecords.IsSameMistake(_same.FirstOrDefault() ?? error, error))
        {
            AcceptInput();
            command.WriteError(error);
        }
        else
        {
            _same.Add(error);
        }
    }

    /// <summary>An input doesn't have the mistake of the inputs before it, which have an error each.</summary>
    public void AcceptInput()
    {
        _isMixed = true;
        _same.ForEach(command.WriteError);
        _same.Clear();
    }

    /// <summary>Writes the error of all inputs, if they have the same mistake.</summary>
    public void Complete()
    {
        if (_same.Count > 1)
        {
            command.WriteError(ErrorRecords.SameMistake(_same));
        }
        else
        {
            AcceptInput();
        }
    }
}
