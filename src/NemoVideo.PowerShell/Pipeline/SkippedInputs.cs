namespace NemoVideo.PowerShell;

/// <summary>The inputs that are skipped because nobody means them. At the end, one warning of each kind names them.</summary>
internal sealed class SkippedInputs
{
    private const int MaxNames = 20;

    private readonly List<string> _empty = [];
    private readonly List<string> _sidecars = [];
    private readonly List<string> _notTaken = [];

    /// <summary>Adds a row or a line without a value.</summary>
    public void AddEmpty(PSObject? input, int number)
    {
        var name = InputRow.NameOf(input, number) ?? $"Input {number}";
        _empty.Add(name.ToLowerInvariant());
        Add($"{name} was skipped, because it is empty.");
    }

    /// <summary>Adds a file with metadata or a preview of another one.</summary>
    public void AddSidecar(string path)
    {
        _sidecars.Add(path);
        Add($"'{path}' was skipped, because it isn't a clip, but metadata, a preview or a deleted file.");
    }

    /// <summary>Adds an input that was skipped for another reason, with a warning of its own.</summary>
    public void Add(string reason) => _notTaken.Add(reason);

    /// <summary>The sentences about what was skipped since the last call.</summary>
    public IReadOnlyList<string> Take()
    {
        string[] taken = [.. _notTaken];
        _notTaken.Clear();
        return taken;
    }

    public void Write(PipelineWriter output)
    {
        if (_empty.Count > 0)
        {
            output.Warn(
                $"{_empty.Count} empty {(_empty.Count == 1 ? "input was" : "inputs were")} skipped: "
                    + string.Join(", ", _empty.Take(MaxNames))
                    + (_empty.Count > MaxNames ? ", and so on." : "."));
        }

        if (_sidecars.Count > 0)
        {
            var others = _sidecars.Count - 1;
            output.Warn($"'{_sidecars[0]}'" + (others == 0 ? " was skipped, because it isn't a clip"
                : $" and {others} other {(others == 1 ? "file" : "files")} were skipped, because they aren't clips")
                + ", but metadata, a preview or a deleted file.");
        }
    }
}

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
