using NemoVideo.Client.Streaming;

namespace NemoVideo.PowerShell.Output;

/// <summary>A tool answers.</summary>
public sealed class NemoToolResultEvent : NemoEvent
{
    private readonly LazyPlainObject _result;

    internal NemoToolResultEvent(EventStamp stamp, ToolResultEvent result)
        : base(stamp)
    {
        Id = result.Id;
        Name = result.Name;
        ResultJson = PlainObject.JsonOf(result.Result);
        _result = new LazyPlainObject(result.Result);
    }

    /// <summary>The id of the call it answers; null where the service gives none.</summary>
    public string? Id { get; }

    /// <summary>The tool.</summary>
    public string Name { get; }

    /// <summary>What it answered, as plain objects.</summary>
    public object? Result => _result.Value;

    /// <summary>What it answered, as it came.</summary>
    public string? ResultJson { get; }

    /// <inheritdoc/>
    public override string Line => $"< {Name}";
}
