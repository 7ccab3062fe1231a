namespace NemoVideo.PowerShell;

/// <summary>
/// Warns once that a column of a CSV file has no effect, because its parameter is on the command line. Create it before the first input.
/// </summary>
internal sealed class IgnoredColumn(PipelineWriter output, string parameter)
{
    private bool _canWarn = TypedParameters.Contains(output.Invocation, parameter);

    public void Check(PSObject? input)
    {
        if (_canWarn && input is not null && PipedObject.IsRow(input) && !PipedObject.IsRowOfEvent(input)
            && PipedObject.HasValue(input, parameter))
        {
            _canWarn = false;
            output.Warn($"The {parameter} column of the input has no effect, because -{parameter} was specified.");
        }
    }
}
