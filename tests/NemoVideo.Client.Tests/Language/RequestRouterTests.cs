using NemoVideo.Client.Language;

namespace NemoVideo.Client.Tests.Language;

public sealed class RequestRouterTests
{
    public static TheoryData<Route, string> Sentences
    {
        get
        {
            var data = new TheoryData<Route, string>();
            foreach (var row in RequestTable.Read("routing.tsv"))
            {
                data.Add(Enum.Parse<Route>(row[0]), row[1]);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Sentences))]
    public void Route_Sentence_GoesWhereAUserWouldExpect(Route expected, string request)
    {
        Assert.Equal($"{expected}: {request}", $"{RequestRouter.Route(request).Route}: {request}");
    }

    [Fact]
    public void Route_Anything_GivesOnePlainSentenceAsReason()
    {
        Assert.All(Sentences, row => Assert.Matches(@"^It [^.]+\.$", RequestRouter.Route(row.Data.Item2).Reason));
    }

    [Theory]
    [InlineData("")]
    [InlineData("  \n\t ")]
    [InlineData("?!")]
    [InlineData("\ud83d")]
    [InlineData("\"")]
    [InlineData("\"\"")]
    public void Route_Nothing_IsMessage(string request)
    {
        Assert.Equal(Route.Message, RequestRouter.Route(request).Route);
    }

    [Theory]
    [MemberData(nameof(HostileText.Patterns), MemberType = typeof(HostileText))]
    public void Route_HostileText_TakesTimeInProportion(string pattern)
    {
        HostileText.AssertLinear(pattern, static text => RequestRouter.Route(text));
    }
}
