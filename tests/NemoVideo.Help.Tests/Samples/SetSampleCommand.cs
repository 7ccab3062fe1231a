using System.Management.Automation;

namespace NemoVideo.Help.Tests.Samples;

/// <summary>A cmdlet with one of everything that a page describes.</summary>
[Cmdlet(VerbsCommon.Set, "Sample", DefaultParameterSetName = "Path", SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo), typeof(string))]
public sealed class SetSampleCommand : SampleCommand
{
    /// <summary>By value and by name, with wildcards, and two other names.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "Path", ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("FullName", "LP")]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>The only one of its set.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Id")]
    public string? Id { get; set; }

    /// <summary>An enumeration.</summary>
    [Parameter]
    public SampleColour Colour { get; set; }

    /// <summary>A list of values.</summary>
    [Parameter]
    [ValidateSet("low", "high")]
    public string? Quality { get; set; }

    /// <summary>A switch that its base has as well, at a position.</summary>
    [Parameter]
    public override SwitchParameter Force { get; set; }

    /// <summary>No parameter.</summary>
    public string? Other { get; set; }
}
