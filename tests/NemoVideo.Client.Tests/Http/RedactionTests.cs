using System.Text;
using NemoVideo.Client.Http;

namespace NemoVideo.Client.Tests.Http;

/// <summary>Secrets are found by plain search, as they are and with the escapes of JSON and URLs.</summary>
public sealed class RedactionTests
{
    private const string Token = "Own.Token~+/=1";

    [Theory]
    [InlineData("Own.Token~+/=1")]
    [InlineData("Own.Token~\\u002B/=1")]
    [InlineData("Own.Token~+\\/=1")]
    [InlineData("Own.Token~%2B%2F%3D1")]
    [InlineData("\\u004fwn.Token~+/=1")]
    [InlineData("\\u004F\\u0077\\u006e.\\u0054oken~\\u002b/=\\u0031")]
    public void Redact_AnySpelling_IsReplaced(string spelling)
    {
        var redaction = Knowing(Token);

        Assert.Equal("a (token), b", redaction.Redact($"a {spelling}, b"));
        Assert.Equal("a (token), b", Encoding.UTF8.GetString(redaction.Redact(new ArraySegment<byte>(Encoding.UTF8.GetBytes($"a {spelling}, b")))));
        Assert.True(redaction.IsIn(spelling));
    }

    [Fact]
    public void Redact_SeveralSecrets_ReplacesEach() =>
        Assert.Equal("(token) and (token)", Knowing(Token, "0123456789").Redact($"0123456789 and {Token}"));

    [Fact]
    public void Redact_SecretThatBeginsWithAnother_LeavesNoRest() =>
        Assert.Equal("(token)", Knowing("01234567", "0123456789").Redact("0123456789"));

    [Fact]
    public void Redact_ShortSecret_IsNotSearched() => Assert.Equal("1234567", Knowing("1234567").Redact("1234567"));

    private static Redaction Knowing(params string[] secrets)
    {
        var redaction = new Redaction();
        redaction.Add(secrets);
        return redaction;
    }
}
