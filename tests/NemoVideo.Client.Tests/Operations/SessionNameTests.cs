using NemoVideo.Client.Errors;
using NemoVideo.Client.Operations;

namespace NemoVideo.Client.Tests.Operations;

public sealed class SessionNameTests
{
    private static readonly (string Id, string? Name)[] Known =
        [("1", "Holiday"), ("2", "Rome"), ("3", "rome"), ("Holiday", "Lake"), ("5", null), ("6", "LAKE 2"), ("7", "2")];

    [Theory]
    [InlineData("1", "1")]
    [InlineData("Lake", "Holiday")]
    [InlineData("lake 2", "6")]
    [InlineData("Holi", "Holi")]
    [InlineData("unknown", "unknown")]
    public void Resolve_IdOrName_ReturnsId(string text, string expected) =>
        Assert.Equal(expected, SessionName.Resolve(text, Known));

    [Theory]
    [InlineData("Holiday", "Holiday")]
    [InlineData("2", "2")]
    public void Resolve_IdAndNameMatch_PrefersId(string text, string expected) =>
        Assert.Equal(expected, SessionName.Resolve(text, Known));

    [Fact]
    public void Resolve_IdInOtherCase_IsDifferentId() => Assert.Equal("HOLIDAY", SessionName.Resolve("HOLIDAY", [("Holiday", "x")]));

    [Fact]
    public void Resolve_AmbiguousName_ListsIds()
    {
        var error = Assert.Throws<NemoException>(() => SessionName.Resolve("ROME", Known));

        Assert.Equal(NemoErrorKind.AmbiguousSession, error.Kind);
        Assert.Contains("'ROME'", error.Message, StringComparison.Ordinal);
        Assert.Contains("2, 3", error.Message, StringComparison.Ordinal);
        Assert.NotEmpty(error.NextStep);
    }
}
