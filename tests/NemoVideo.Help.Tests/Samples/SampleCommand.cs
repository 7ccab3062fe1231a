using System.Management.Automation;

namespace NemoVideo.Help.Tests.Samples;

/// <summary>A base with a parameter of its own, which comes after those of the cmdlet.</summary>
public abstract class SampleCommand : PSCmdlet
{
    /// <summary>A parameter of all sets that can be null.</summary>
    [Parameter]
    public int? Count { get; set; }

    /// <summary>What the cmdlet declares again.</summary>
    [Parameter(Position = 3)]
    public virtual SwitchParameter Force { get; set; }
}
