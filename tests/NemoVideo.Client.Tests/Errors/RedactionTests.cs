using NemoVideo.Client.Http;

namespace NemoVideo.Client.Tests.Errors;

public sealed class RedactionTests
{
    [Fact]
    public void OfToken_AfterTheTokenHasChanged_TakesOutTheOneInForce()
    {
        var token = "sesame-one";
        var redaction = new Redaction(() => token);
        Assert.Equal("(token) sesame-two", redaction.OfToken("sesame-one sesame-two"));

        token = "sesame-two";

        Assert.Equal("sesame-one (token)", redaction.OfToken("sesame-one sesame-two"));
    }
}
