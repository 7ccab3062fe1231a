using System.Management.Automation;

namespace NemoVideo.Help.Tests.Samples;

/// <summary>A cmdlet without sets and without input, which gives nothing.</summary>
[Cmdlet(VerbsCommon.Get, "Sample")]
[OutputType(typeof(void))]
public sealed class GetSampleCommand : PSCmdlet
{
}
