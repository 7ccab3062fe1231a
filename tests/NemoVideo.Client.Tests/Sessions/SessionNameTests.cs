using NemoVideo.Client.Errors;
using NemoVideo.Client.Sessions;

namespace NemoVideo.Client.Tests.Sessions;

public sealed class SessionNameTests
{
    private static readonly (string Id, string? Name)[] Known =
        [("1", "Holiday"), ("2", "Rome"), ("3", "rome"), ("Holiday", "Lake"), ("5", null), ("6", "LAKE 2"), ("7", "2"), ("8", "clip [1]*")];

    private static readonly (string Id, string? Name)[] Previous = [("9", "Lake"), ("10", "Oslo"), ("11", "oslo"), ("12", "Paris\nday")];

    [Theory]
    [InlineData("1", "1")]
    [InlineData("Lake", "Holiday")]
    [InlineData("lake 2", "6")]
    [InlineData("clip [1]*", "8")]
    [InlineData("paris*", "12")]
    [InlineData("*day", "1")]
    public void Resolve_IdNameOrPattern_ReturnsId(string text, string expected) =>
        Assert.Equal(expected, SessionName.Resolve(text, Known, text == "*day" ? [] : Previous)?.Id);

    [Theory]
    [InlineData("Holi")]
    [InlineData("unknown")]
    [InlineData("")]
    public void Resolve_Unknown_ReturnsNull(string text) => Assert.Null(SessionName.Resolve(text, Known, Previous));

    [Theory]
    [InlineData("Holiday", "Holiday")]
    [InlineData("2", "2")]
    public void Resolve_IdAndNameMatch_PrefersId(string text, string expected) =>
        Assert.Equal(expected, SessionName.Resolve(text, Known, Previous)?.Id);

    [Theory]
    [InlineData("os*", "'Oslo' (10), 'oslo' (11).")]
    [InlineData("LAKE*", "'Lake' (9), 'Lake' (Holiday), 'LAKE 2' (6).")]
    public void Resolve_SeveralSessions_ListsIds(string text, string listed)
    {
        var error = Assert.Throws<NemoException>(() => SessionName.Resolve(text, Known, Previous));

        Assert.Equal((NemoErrorKind.AmbiguousSession, NemoAction.ListSessions), (error.Kind, error.Action));
        Assert.Contains($"'{text}': {listed}", error.Message, StringComparison.Ordinal);
        Assert.NotEmpty(error.NextStep);
    }

    [Theory]
    [InlineData("Holi*")]
    [InlineData("holida?")]
    public void Resolve_PatternIsNameOfOtherSession_IsAmbiguous(string text)
    {
        var error = Assert.Throws<NemoException>(() => SessionName.Resolve(text, [("1", text)], [("2", "Holiday")]));

        Assert.Equal(NemoErrorKind.AmbiguousSession, error.Kind);
        Assert.Equal(["2", "1"], SessionName.Match(text, [("2", "Holiday"), ("1", text)]).Select(static session => session.Id));
    }

    [Theory]
    [InlineData("ROME", "3", "2")]
    [InlineData("oslo", "11", "10")]
    public void Resolve_SeveralSessionsWithTheName_ReturnsTheLatestAndTheOthers(string text, string latest, string earlier)
    {
        var found = SessionName.Resolve(text, Known, Previous);

        Assert.Equal(latest, found!.Value.Id);
        Assert.Equal([earlier], found.Value.Earlier);
    }

    [Theory]
    [InlineData("*ake*", "Holiday", "6")]
    [InlineData("*", "1", "2", "3", "Holiday", "6", "7", "8")]
    [InlineData("CLIP [1]*", "8")]
    [InlineData("x?")]
    public void Match_Pattern_ReturnsAllInOrder(string text, params string[] expected) =>
        Assert.Equal(expected, SessionName.Match(text, Known).Select(static session => session.Id));
}
