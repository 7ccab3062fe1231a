using System.Text;
using System.Text.RegularExpressions;
using NemoVideo.Client.Tests.Support;
using NemoVideo.Client.Transport;

namespace NemoVideo.Client.Tests.Transport;

public sealed class RedactionTests
{
    private const string Token = "Own.Token~+/=1";
    private const int Million = 1_000_000;

    /// <summary>Tokens and texts for which a backtracking search takes hours. Each text is repeated up to four million characters.</summary>
    public static TheoryData<string, string> HostileTexts => new()
    {
        { Repeat("\\", 4096), "\\" },
        { Repeat("\\", 4096), "\\\\\\\\\\\\\\x" },
        { Repeat("\\", 4095) + "x", "\\" },
        { Repeat("%", 4096), "%" },
        { Repeat("%25", 1365), "%25" },
        { Repeat("a", 4096), "a" },
        { Repeat("a", 4095) + "b", "a" },
        { Repeat("a", 4095) + "b", "\\u0061%61\\a" },
        { Repeat("u0061", 819), "\\u0061" },
        { Repeat("ab", 2047) + "ac", "ab" },
        { Token, "\\" },
        { Token, "%%34%31" },
        { Token, "%25" },
        { Token, "\\u005c" },
        { Token, "nmv_usr_" },
        { Token, "token\" : \"" },
        { Token, "token\"   " },
        { Token, "\" :" },
        { Token, "\"" },
        { Token, "://" },
        { Token, "://a@" },
        { Token, "://user:pass" },
        { Token, "?key" },
        { Token, "?key=" },
        { Token, "key=" },
        { Token, "&keysigtokenkeysigtoken" },
        { Token, "%26sig%3d" },
        { Token, "\\u0026sig\\u003d" },
        { Token, " " },
    };

    [Fact]
    public void OfToken_TokenChanged_ReplacesCurrentToken()
    {
        var token = "sesame-one";
        var redaction = new Redaction(() => token);
        Assert.Equal("(token) sesame-two", redaction.OfToken("sesame-one sesame-two"));

        token = "sesame-two";

        Assert.Equal("sesame-one (token)", redaction.OfToken("sesame-one sesame-two"));
    }

    [Theory]
    [InlineData("Own.Token~+/=1")]
    [InlineData("OWN.TOKEN~+/=1")]
    [InlineData("Own.Token~+\\/=1")]
    [InlineData("Own.Token~\\u002b/=1")]
    [InlineData("Own.Token~\\u002B\\/\\u003d1")]
    [InlineData("Own.Token~%2B%2f%3D1")]
    [InlineData("\\O\\w\\n\\.Token~+/=1")]
    [InlineData("%4F\\u0077n.T\\oken~+/=1")]
    [InlineData("Own.Token~%252B%252F%253D1")]
    [InlineData("Own.Token~\\\\u002b\\\\/=1")]
    [InlineData("Own.Token~\\u005cu002b\\u005c/=1")]
    [InlineData("Own.Token~\\u00252B/=1")]
    [InlineData("Own.Token~%5Cu002b/=1")]
    [InlineData("Own.Token~\\\\\\\\u002b/=1")]
    public void OfToken_AnySpelling_IsReplaced(string spelling)
    {
        var redaction = new Redaction(static () => Token);

        Assert.Equal("before (token), after", redaction.OfToken($"before {spelling}, after"));
        Assert.Equal("%41 (token)\\n(token)", redaction.OfToken($"%41 {spelling}\\n{spelling}"));
    }

    [Theory]
    [InlineData("own\\back%slash", "own\\back%slash")]
    [InlineData("own\\back%slash", "own\\\\back%slash")]
    [InlineData("own\\back%slash", "own%5Cback%25slash")]
    [InlineData("own\\back%slash", "own\\u005cback\\u0025slash")]
    [InlineData("100%41bc-sesame", "100%2541bc-sesame")]
    [InlineData("100%41bc-sesame", "100%41bc-sesame")]
    public void OfToken_TokenLooksEscaped_IsReplacedInAnySpelling(string token, string spelling) =>
        Assert.Equal("a (token)", new Redaction(() => token).OfToken("a " + spelling));

    [Fact]
    public void OfJson_TokenStartsLikeEndOfEscape_IsReplaced()
    {
        const string Json = """{"error":"%6162abcdefgh-my-own-toke\u006e"}""";
        using var document = System.Text.Json.JsonDocument.Parse(Json);

        var clean = new Redaction(static () => "6162abcdefgh-my-own-token").OfJson(document.RootElement, Json);

        Assert.Equal("%(token)", clean.GetProperty("error").GetString());
    }

    [Theory]
    [InlineData("nothing of it")]
    [InlineData("Own.Token~+/=")]
    [InlineData("100 % of \\ and %41 \\u0041 at the end %4")]
    [InlineData("")]
    public void OfToken_NoToken_ReturnsSameInstance(string text) => Assert.Same(text, new Redaction(static () => Token).OfToken(text));

    [Fact]
    public void OfToken_TokenInLongerText_KeepsRest() => Assert.Equal(
        "\\u00e9\"(token)\\\\ %C3%A9 (token)(token)(token) \\u00e9",
        new Redaction(static () => Token).OfToken($"\\u00e9\"{Token}\\\\ %C3%A9 {Token}{Token}\\u004fwn.Token~+/=1 \\u00e9"));

    /// <summary>The previous implementation, a pattern that took hours for some texts.</summary>
    [Fact]
    public void OfToken_RandomMixtures_MatchesReferencePattern()
    {
        var random = new Random(4711);
        var redaction = new Redaction(static () => Token);
        for (var round = 0; round < 2000; round++)
        {
            var pattern = new Regex(
                string.Concat(Token.Select(static one => $@"(?:\\?{Regex.Escape(one.ToString())}|\\u{(int)one:x4}|%{(int)one:x2})")), RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);
            var text = string.Concat(Enumerable.Range(0, 5).Select(_ => random.Next(3) > 0 ? Spell(Token, random) : Spell(Token[..random.Next(Token.Length)], random) + "\" "));

            Assert.DoesNotMatch(pattern, redaction.OfToken(text));
        }
    }

    [Theory]
    [MemberData(nameof(HostileTexts))]
    public async Task Of_HostileTokenAndText_EndsSoon(string token, string part)
    {
        var text = Repeat(part, 4 * Million / part.Length);
        var redaction = new Redaction(() => token);

        var redacted = await Task.Run(() => redaction.Of(text), Workbench.Ending).WaitAsync(Workbench.Ending);

        Assert.NotNull(redacted);
    }

    [Theory]
    [InlineData("https://user:sesame@host/a.mp4", "https://(secret)@host/a.mp4")]
    [InlineData("https://user:ses@me@host/a.mp4", "https://(secret)@host/a.mp4")]
    [InlineData("https:\\/\\/user:sesame@host\\/a.mp4", "https:\\/\\/(secret)@host\\/a.mp4")]
    [InlineData("https://host/a@b.mp4", "https://host/a@b.mp4")]
    [InlineData("https://host?to=a@b.mp4", "https://host?to=a@b.mp4")]
    [InlineData("https://host/a?sv=2024&sig=sesame%2B%3D&se=1", "https://host/a?sv=2024&sig=(secret)&se=1")]
    [InlineData("https://host/a?Signature=sesame&Key-Pair-Id=1", "https://host/a?Signature=(secret)&Key-Pair-Id=1")]
    [InlineData("https://host/a?X-Amz-Signature=sesame&x=1", "https://host/a?X-Amz-Signature=(secret)&x=1")]
    [InlineData("https://host/a?X-Amz-Credential=sesame&X-Amz-Security-Token=sesame", "https://host/a?X-Amz-Credential=(secret)&X-Amz-Security-Token=(secret)")]
    [InlineData("https://host/a?X-Goog-Signature=sesame", "https://host/a?X-Goog-Signature=(secret)")]
    [InlineData("https://host/a?access_token=sesame", "https://host/a?access_token=(secret)")]
    [InlineData("https://host/a?api-key=sesame 'b'", "https://host/a?api-key=(secret) 'b'")]
    [InlineData("https://host/a?PASSWORD=sesame\"", "https://host/a?PASSWORD=(secret)\"")]
    [InlineData("https://host/a?pwd=sesame", "https://host/a?pwd=(secret)")]
    [InlineData("https://host/a?code=sesame&auth=sesame", "https://host/a?code=(secret)&auth=(secret)")]
    [InlineData("https://host/a#access_token=sesame", "https://host/a#access_token=(secret)")]
    [InlineData("https://host/a?x=1\\u0026sig=sesame\\u002Bsesame\"", "https://host/a?x=1\\u0026sig=(secret)\"")]
    [InlineData("https://host/a?x=1&amp;sig=sesame\"", "https://host/a?x=1&amp;sig=(secret)\"")]
    [InlineData("https://a/?to=https%3A%2F%2Fhost%2Fa%3Fx%3D1%26sig%3Dsesame", "https://a/?to=https%3A%2F%2Fhost%2Fa%3Fx%3D1%26sig%3D(secret)")]
    [InlineData("https://host/a?size=1&design=2&name=3", "https://host/a?size=1&design=2&name=3")]
    public void OfAddresses_CredentialsInUrl_AreReplaced(string text, string expected) => Assert.Equal(expected, Redaction.OfAddresses(text));

    private static string Repeat(string part, int count) => new StringBuilder(part.Length * count).Insert(0, part, count).ToString();

    private static string Spell(string text, Random random) => string.Concat(text.Select(one => random.Next(5) switch
    {
        0 => $"\\{one}",
        1 => $"\\u{(int)one:x4}",
        2 => $"%{(int)one:X2}",
        _ => one.ToString(),
    }));
}
