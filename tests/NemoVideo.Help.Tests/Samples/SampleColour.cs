namespace NemoVideo.Help.Tests.Samples;

/// <summary>Some values to choose from.</summary>
public enum SampleColour
{
    Red,
    Green,
}
