namespace NemoVideo.Language.Tests;

public sealed class NearestNamesTests
{
    private static readonly string[] Known = ["StreamTimeoutSec", "StreamIdleTimeoutSec", "RetryCount", "RetryDelaySec", "RecoveryCount"];

    [Theory]
    [InlineData("StreamTimeout", "StreamTimeoutSec")]
    [InlineData("streamtimeoutsecs", "StreamTimeoutSec")]
    [InlineData("RetyCount", "RetryCount")]
    [InlineData("Retry", "RetryCount", "RetryDelaySec")]
    [InlineData("Colour")]
    [InlineData("")]
    public void Of_UnknownName_ReturnsSimilarNames(string name, params string[] expected)
    {
        Assert.Equal(expected, NearestNames.Of(name, Known));
    }
}
