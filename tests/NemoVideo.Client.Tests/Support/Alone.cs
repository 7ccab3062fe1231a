namespace NemoVideo.Client.Tests.Support;

/// <summary>Tests that depend on process-wide state, such as memory or environment variables. They don't run in parallel.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "alone";
}
