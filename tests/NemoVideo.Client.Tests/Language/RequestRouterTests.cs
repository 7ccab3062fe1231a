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
    [InlineData("upload ./My Clips/A.MP4", "./My", "Clips/A.MP4")]
    [InlineData("上传 C:\\片段\\a.mp4", "C:\\片段\\a.mp4")]
    [InlineData("upload \"My Clip.mp4\" and https://example.org/B.mov", "My Clip.mp4", "https://example.org/B.mov")]
    [InlineData(" '/home/me/My Clip.mp4' ", "/home/me/My Clip.mp4")]
    [InlineData("add a title \"Hello\"")]
    public void Route_FilesNamed_AreGivenAsTheyWereWritten(string request, params string[] expected)
    {
        Assert.Equal(expected, RequestRouter.Route(request).Files);
    }

    [Theory]
    [InlineData("upload ./a.mp4 and trim it to 10 s", Route.Upload, true)]
    [InlineData("upload ./a.mp4", Route.Upload, false)]
    [InlineData("trim it to 10 s", Route.Message, true)]
    [InlineData("export it", Route.Export, false)]
    public void Route_SomethingForTheAgent_IsTold(string request, Route route, bool expected)
    {
        Assert.Equal((route, expected), (RequestRouter.Route(request).Route, RequestRouter.Route(request).HoldsMessage));
    }

    [Theory]
    [MemberData(nameof(HostileText.Patterns), MemberType = typeof(HostileText))]
    public void Route_HostileText_TakesTimeInProportion(string pattern)
    {
        HostileText.AssertLinear(pattern, static text => RequestRouter.Route(text));
    }
}
