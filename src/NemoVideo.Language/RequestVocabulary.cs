namespace NemoVideo.Language;

/// <summary>The words that routing knows, and the parts they play.</summary>
internal static class RequestVocabulary
{
    private static readonly Dictionary<string, RequestRoles> Words = Build();

    public static bool Contains(string word) => Words.ContainsKey(word);

    public static RequestRoles RolesOf(Word word) => word.Kind != WordKind.Plain ? RequestRoles.None
        : Words.TryGetValue(word.Text, out var roles) ? roles
        : IsMeasure(word.Text) ? RequestRoles.Form | RequestRoles.UnknownForm
        : RolesOfInflected(word.Text);

    private static RequestRoles RolesOfInflected(string word)
    {
        foreach (var stem in WordStems.Of(word))
        {
            if (Words.TryGetValue(stem, out var roles) && (roles & RequestRoles.Edit) != 0)
            {
                return RequestRoles.Edit;
            }
        }

        return RequestRoles.None;
    }

    /// <summary>1080p, 4k, 60fps, 1920x1080.</summary>
    private static bool IsMeasure(string word)
    {
        var unit = word.TrimStart('0', '1', '2', '3', '4', '5', '6', '7', '8', '9');
        return unit.Length < word.Length
            && (unit is "p" or "k" or "fps" || (unit.Length > 1 && unit[0] == 'x' && unit.Skip(1).All(char.IsDigit)));
    }

    private static Dictionary<string, RequestRoles> Build()
    {
        var words = new Dictionary<string, RequestRoles>(StringComparer.Ordinal);
        foreach (var (roles, list) in EnglishRequestWords.Lists.Concat(ChineseRequestWords.Lists))
        {
            foreach (var word in list.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries))
            {
                words.TryGetValue(word, out var known);
                words[word] = known | roles;
            }
        }

        return words;
    }
}
