namespace NemoVideo.Client.Tests.Support;

/// <summary>Tests that depend on process-wide state, such as memory or environment variables. They don't run in parallel.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class NonParallel
{
    public const string Name = "not parallel";
}
