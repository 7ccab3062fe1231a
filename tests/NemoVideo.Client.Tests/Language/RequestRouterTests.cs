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
}
