namespace NemoVideo.Client.Tests.Support;

/// <summary>Tests of what belongs to the whole process, such as its memory and its environment: they run by themselves.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "alone";
}
