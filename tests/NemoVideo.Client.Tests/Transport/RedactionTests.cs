using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using NemoVideo.Client.Errors;
using NemoVideo.Client.Tests.Support;
using NemoVideo.Client.Transport;

namespace NemoVideo.Client.Tests.Transport;

public sealed partial class RedactionTests
{
    private const string Token = "Own.Token~+/=1";
    private const int Million = 1_000_000;

    /// <summary>Characters that aren't shown, or that are removed before a text is shown: among others, one of each kind that Unicode ignores.</summary>
    private static readonly string[] Invisible =
    [
        "\a", "\r", "\u001b", "\u007f", "\u0085", "\u00ad", "\u034f", "\u061c", "\u115f", "\u1160", "\u17b4", "\u180b", "\u180e", "\u200b", "\u202e",
        "\u2028", "\u2060", "\u3164", "\ufe0f", "\ufeff", "\uffa0", "\ufff9", "\ud800", "\U000e0041", "\U000e0100", "%E2%80%8B", "\\u200b", "\\u0007",
    ];

    /// <summary>Beginnings of escapes, whose end the first characters of a token could be.</summary>
    private static readonly string[] Prefixes = ["", "", "%", "%0", "%8", "\\", "\\u", "\\u0", "\\u000", "\\x", "\\x0", "%0e", "%5", "%2", "%25", "\\\\", "\\u00", "&#x", "%u", "%u00"];

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
        { Repeat("a", 4095) + "b", "aaaaaaaaaaaaaaaaaaaa%5c%61\\a\\u0025a\\\\u005c\\u0025%255ca\\u005cu0025" },
        { Token, "Own.Tok%5c%65\\u0025aaa\\\\u005c\\u0025%255cOwn.\\u005cu0025\\u005c" },
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
    public void RedactToken_SeveralSecrets_ReplacesEach()
    {
        var redaction = Knowing("sesame-one", "sesame-two");

        Assert.Equal("(token) (token) sesame-three", redaction.RedactToken("sesame-one sesame-two sesame-three"));
    }

    [Fact]
    public void RedactToken_ManySecrets_ReplacesLatest()
    {
        var redaction = Knowing([.. Enumerable.Range(100, 30).Select(static number => $"sesame-{number}")]);
        redaction.Add("sesame-110");

        Assert.Equal("sesame-100 sesame-119 (token) (token) (token)", redaction.RedactToken("sesame-100 sesame-119 sesame-110 sesame-121 sesame-129"));
    }

    [Fact]
    public void RedactToken_InvisibleCharactersBetweenItsLetters_IsReplaced()
    {
        var redaction = Knowing(Token);
        foreach (var one in Invisible)
        {
            Assert.Equal("a (token)b", redaction.RedactToken($"a O{one}wn.Token~+/={one}1b"));
        }
    }

    [Theory]
    [InlineData("%0e\ayJhbGciOi.J9-_x")]
    [InlineData("\\u000e\ayJhbGciOi.J9-_x")]
    [InlineData("%0e\\u0079JhbGciOi.J9-_x")]
    [InlineData("%0eyJhb%47ciOi.J9-_x")]
    [InlineData("\\u000eyJhb%47ciOi.J9-_x")]
    [InlineData("%4\\u0065yJhbGciOi.J9-_x")]
    [InlineData("%0\u180eeyJhbGciOi.J9-_x")]
    public void RedactToken_EscapeEndsWithItsFirstLetter_IsReplaced(string text) =>
        Assert.EndsWith("(token)", Knowing("eyJhbGciOi.J9-_x").RedactToken(text), StringComparison.Ordinal);

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
    [InlineData("%u004fwn.Token~%U002B%2F=1")]
    [InlineData("Own.Token~%25u002b/=1")]
    [InlineData("Own.Token~\\u0025u002b/=1")]
    public void RedactToken_AnySpelling_IsReplaced(string spelling)
    {
        var redaction = Knowing(Token);

        Assert.Equal("before (token), after", redaction.RedactToken($"before {spelling}, after"));
        Assert.Equal("%41 (token)\\n(token)", redaction.RedactToken($"%41 {spelling}\\n{spelling}"));
    }

    [Theory]
    [InlineData("own\\back%slash", "own\\back%slash")]
    [InlineData("own\\back%slash", "own\\\\back%slash")]
    [InlineData("own\\back%slash", "own%5Cback%25slash")]
    [InlineData("own\\back%slash", "own\\u005cback\\u0025slash")]
    [InlineData("100%41bc-sesame", "100%2541bc-sesame")]
    [InlineData("100%41bc-sesame", "100%41bc-sesame")]
    [InlineData("100%u0041bc-sesame", "100%u0041bc-sesame")]
    [InlineData("100%u0041bc-sesame", "100%u0041bc%2Dsesame")]
    [InlineData("100%u0041bc-sesame", "100%25u0041bc-sesame")]
    public void RedactToken_TokenLooksEscaped_IsReplacedInAnySpelling(string token, string spelling) =>
        Assert.Equal("a (token)", Knowing(token).RedactToken("a " + spelling));

    [Fact]
    public void RedactJson_TokenStartsLikeEndOfEscape_IsReplaced()
    {
        const string Json = """{"error":"%6162abcdefgh-my-own-toke\u006e"}""";
        using var document = System.Text.Json.JsonDocument.Parse(Json);

        var clean = Knowing("6162abcdefgh-my-own-token").RedactJson(document.RootElement, Json);

        Assert.Equal("%(token)", clean.GetProperty("error").GetString());
    }

    [Theory]
    [InlineData("nothing of it")]
    [InlineData("Own.Token~+/=")]
    [InlineData("100 % of \\ and %41 \\u0041 at the end %4")]
    [InlineData("")]
    public void RedactToken_NoToken_ReturnsSameInstance(string text) => Assert.Same(text, Knowing(Token).RedactToken(text));

    [Fact]
    public void RedactToken_TokenInLongerText_KeepsRest() => Assert.Equal(
        "\\u00e9\"(token)\\\\ %C3%A9 (token)(token)(token) \\u00e9",
        Knowing(Token).RedactToken($"\\u00e9\"{Token}\\\\ %C3%A9 {Token}{Token}\\u004fwn.Token~+/=1 \\u00e9"));

    /// <summary>Without invisible characters, and with its escapes decoded, no result contains the token.</summary>
    [Fact]
    public void RedactToken_RandomMixtures_ResultDoesNotContainToken()
    {
        var random = new Random(4711);
        var held = 0;
        foreach (var token in new[] { Token, "eyJhbGciOi.J9-_x", "6162abcdef-my-own", "0e0e0e0e0e", "u000e-token-x" })
        {
            var redaction = Knowing(token);
            for (var round = 0; round < 4000; round++)
            {
                var text = string.Concat(Enumerable.Range(0, 2).Select(_ => Prefixes[random.Next(Prefixes.Length)] + Spell(token, random) + "\" "));
                held += Shown(text).Any(shown => shown.Contains(token, StringComparison.OrdinalIgnoreCase)) ? 1 : 0;

                var redacted = redaction.RedactToken(text);

                Assert.All(Shown(redacted), shown => Assert.False(shown.Contains(token, StringComparison.OrdinalIgnoreCase), $"{text}\n{redacted}\n{shown}"));
            }
        }

        Assert.InRange(held, 5000, 20_000);
    }

    [Theory]
    [InlineData("\\%")]
    [InlineData("\\%5c%25")]
    [InlineData("%\\u0025\\x5c")]
    public void RedactToken_EscapesExceedSearchBudget_ReplacesWholeText(string part) =>
        Assert.Equal("(token)", Knowing(Token).RedactToken(Repeat(part, 100_000)));

    /// <summary>Each string is within its own budget, but searching all of them would take a minute.</summary>
    [Fact]
    public void RedactJson_EscapesOfAllStringsExceedBudget_ReplacesOnlyTextsWithEscapes()
    {
        var json = JsonSerializer.Serialize(Enumerable.Repeat(Repeat("%25\\", 100_000), 40).Append("plain text"));
        using var document = System.Text.Json.JsonDocument.Parse(json);

        var clean = Knowing(Token).RedactJson(document.RootElement, json).EnumerateArray().Select(static one => one.GetString()).ToList();

        Assert.Equal("(token)", clean[^2]);
        Assert.Equal("plain text", clean[^1]);
    }

    [Fact]
    public void RedactToken_EscapedChineseTextInJsonInJson_ReturnsSameInstance() =>
        AssertUnchangedIfEscapedThreeTimes(static text => JsonSerializer.Serialize(text));

    [Fact]
    public void RedactToken_ChineseTextEscapedThreeTimesForUrl_ReturnsSameInstance() =>
        AssertUnchangedIfEscapedThreeTimes(Uri.EscapeDataString);

    [Fact]
    public void RedactToken_JsonInJsonInJson_ReturnsSameInstance()
    {
        var text = """{"type":"text","content":"C:\\clips\\100%\\a.mp4"}""";
        for (var level = 0; level < 4; level++)
        {
            text = JsonSerializer.Serialize(Enumerable.Repeat(text, 10));
        }

        Assert.Same(text, Knowing(Token).RedactToken(text));
    }

    [Theory]
    [MemberData(nameof(HostileTexts))]
    public async Task Redact_HostileTokenAndText_EndsSoon(string token, string part)
    {
        var text = Repeat(part, Million / part.Length);
        var redaction = Knowing(token);

        var redacted = await Task.Run(() => redaction.Redact(text), Workbench.Ending).WaitAsync(Workbench.Ending);

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
    public void RedactUrls_CredentialsInUrl_AreReplaced(string text, string expected) => Assert.Equal(expected, Redaction.RedactUrls(text));

    private static string Repeat(string part, int count) => new StringBuilder(part.Length * count).Insert(0, part, count).ToString();

    private static Redaction Knowing(params string[] secrets)
    {
        var redaction = new Redaction();
        redaction.Add(secrets);
        return redaction;
    }

    private static void AssertUnchangedIfEscapedThreeTimes(Func<string, string> escape)
    {
        var text = escape(escape(escape(string.Concat(Enumerable.Repeat("请加一个标题。", 2000)))));

        Assert.Same(text, Knowing(Token).RedactToken(text));
    }

    /// <summary>A token in one of the ways that a service can write it: plain, or with some characters escaped or invisible ones between them.</summary>
    private static string Spell(string text, Random random)
    {
        var density = random.Next(4) * 10;
        return string.Concat(text.Select(one => random.Next(100) >= density ? one.ToString() : random.Next(9) switch
        {
            0 => $"\\u{(int)one:x4}",
            1 => $"%{(int)one:X2}",
            2 => $"\\x{(int)one:x2}",
            3 => $"%25{(int)one:x2}",
            4 => $"\\\\u{(int)one:X4}",
            5 => $"%u{(int)one:x4}",
            _ => one + Invisible[random.Next(Invisible.Length)],
        }));
    }

    /// <summary>A text as it can be shown: by a view that removes characters, and after a reader has replaced escapes.</summary>
    private static IEnumerable<string> Shown(string text)
    {
        string[] views = [text, ControlCharacters.Remove(text), ControlCharacters.OneLine(text)];
        var visible = Visible(text);
        string[] decoded =
        [
            Unescape(visible), Unescape(Unescape(visible)), Decode(visible), Decode(Decode(visible)), Decode(Unescape(visible)), Unescape(Decode(visible)),
            DecodeAll(visible), DecodeAll(DecodeAll(visible)), DecodeAll(Unescape(visible)), Unescape(DecodeAll(visible)),
        ];
        return [.. views, visible, .. decoded.Select(Visible)];
    }

    private static string Visible(string text) => string.Concat(text.Where(static one => one is >= ' ' and <= '~'));

    private static string Unescape(string text) => JsonEscape().Replace(text, static found => found.Groups["code"] is { Success: true } code
        ? ((char)Convert.ToInt32(code.Value, 16)).ToString()
        : found.Groups["itself"].Value);

    private static string Decode(string text) => PercentEscape().Replace(text, static found => ((char)Convert.ToInt32(found.Groups["code"].Value, 16)).ToString());

    /// <summary>The same as the JavaScript function <c>unescape</c>.</summary>
    private static string DecodeAll(string text) =>
        JavaScriptEscape().Replace(text, static found => ((char)Convert.ToInt32(found.Groups["code"].Value, 16)).ToString());

    [GeneratedRegex(@"\\(?:[uU](?<code>[0-9a-fA-F]{4})|[xX](?<code>[0-9a-fA-F]{2})|(?<itself>.))", RegexOptions.Singleline)]
    private static partial Regex JsonEscape();

    [GeneratedRegex("%(?<code>[0-9a-fA-F]{2})")]
    private static partial Regex PercentEscape();

    [GeneratedRegex("%(?:[uU](?<code>[0-9a-fA-F]{4})|(?<code>[0-9a-fA-F]{2}))")]
    private static partial Regex JavaScriptEscape();
}
