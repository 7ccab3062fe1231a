using NemoVideo.Client.Sessions;

namespace NemoVideo.Client.Tests.Edits;

public sealed class CreditWarningTests
{
    [Theory]
    [InlineData(650, 13)]
    [InlineData(0, 0)]
    public void WarningFor_CreditsCoverTheEdits_ReturnsNull(long available, int messages) =>
        Assert.Null(new CreditBalance(available, Frozen: 0, Total: available).WarningFor(messages));

    [Theory]
    [InlineData(649, 13, "The 13 messages may cost 650 credits or more, but only 649 credits were available when the command started.")]
    [InlineData(49, 1, "The message may cost 50 credits or more, but only 49 credits were available when the command started.")]
    [InlineData(-5, int.MaxValue, "The 2147483647 messages may cost 107374182350 credits or more, but only -5 credits")]
    public void WarningFor_CreditsAreNotEnough_StatesTheCost(long available, int messages, string expected) =>
        Assert.StartsWith(expected, new CreditBalance(available, Frozen: 0, Total: available).WarningFor(messages), StringComparison.Ordinal);
}
