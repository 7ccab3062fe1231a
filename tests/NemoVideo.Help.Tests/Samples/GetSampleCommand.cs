using System.Management.Automation;

namespace NemoVideo.Help.Tests.Samples;

/// <summary>A cmdlet without parameter sets, input and output.</summary>
[Cmdlet(VerbsCommon.Get, "Sample")]
[OutputType(typeof(void))]
public sealed class GetSampleCommand : PSCmdlet
{
}
