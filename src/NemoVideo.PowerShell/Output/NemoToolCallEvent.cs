using NemoVideo.Client.Streaming;

namespace NemoVideo.PowerShell.Output;

/// <summary>The agent calls one of its tools.</summary>
public sealed class NemoToolCallEvent : NemoEvent
{
    private readonly LazyPlainObject _arguments;

    internal NemoToolCallEvent(EventStamp stamp, ToolCallEvent call)
        : base(stamp)
    {
        Id = call.Id;
        Name = call.Name;
        ArgumentsJson = PlainObject.JsonOf(call.Arguments);
        _arguments = new LazyPlainObject(call.Arguments);
    }

    /// <summary>The call's id, which its result repeats; null where the service gives none.</summary>
    public string? Id { get; }

    /// <summary>The tool.</summary>
    public string Name { get; }

    /// <summary>What it is called with, as plain objects.</summary>
    public object? Arguments => _arguments.Value;

    /// <summary>What it is called with, as it came.</summary>
    public string? ArgumentsJson { get; }

    /// <inheritdoc/>
    public override string Line => $"> {Name}";
}
