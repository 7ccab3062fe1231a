namespace NemoVideo.Language.Intents;

/// <summary>A word of a sentence with the groups that contain it.</summary>
internal readonly record struct GroupedWord(string[] Groups, int Start, int End);

/// <summary>
/// Groups of words with similar meanings, from the resource WordGroups.txt. They tell the model about words that its training
/// sentences don't contain. A group decides nothing by itself: the model learns its weight like that of each other feature. Only
/// those of ExportVocabulary.txt decide, together with fixed rules, which words of an export are clear.
/// </summary>
internal static class WordGroups
{
    private const int MaxHanWordLength = 4;
    private static readonly Lazy<Dictionary<string, string[]>> Groups = new(static () => Load("WordGroups.txt"));

    private static readonly Lazy<Dictionary<string, string[]>> ExportGroups = new(static () => Groups.Value.Concat(Load("ExportVocabulary.txt"))
        .GroupBy(static word => word.Key, StringComparer.Ordinal)
        .ToDictionary(static word => word.Key, static word => word.Last().Value, StringComparer.Ordinal));

    /// <summary>Finds the words with a group in a sentence, in order. A placeholder is a group of its own.</summary>
    /// <param name="tokens">The tokens of the sentence.</param>
    /// <param name="isExport">Whether the groups of ExportVocabulary.txt replace those of the same words.</param>
    public static List<GroupedWord> Find(IReadOnlyList<SentenceToken> tokens, bool isExport = false)
    {
        var groups = (isExport ? ExportGroups : Groups).Value;
        var found = new List<GroupedWord>();
        foreach (var token in tokens)
        {
            if (token.Kind == TokenKind.Han)
            {
                FindHan(found, token, groups);
            }
            else if (token.Kind == TokenKind.Placeholder || groups.ContainsKey(token.Text))
            {
                found.Add(new GroupedWord(token.Kind == TokenKind.Placeholder ? [token.Text] : groups[token.Text], token.Start, token.End));
            }
        }

        return found;
    }

    private static void FindHan(List<GroupedWord> found, SentenceToken token, Dictionary<string, string[]> all)
    {
        for (var start = 0; start < token.Text.Length;)
        {
            var rest = token.Text.Substring(start, Math.Min(MaxHanWordLength, token.Text.Length - start));
            var longest = Enumerable.Range(1, rest.Length).Select(length => rest.Substring(0, length)).LastOrDefault(all.ContainsKey);
            if (longest is not null)
            {
                found.Add(new GroupedWord(all[longest], token.Start + start, token.Start + start + longest.Length));
            }

            start += longest?.Length ?? 1;
        }
    }

    /// <summary>Reads lines of the form <c>group: word word</c>. A word can be in several groups.</summary>
    private static Dictionary<string, string[]> Load(string resource)
    {
        using var reader = new StreamReader(ModelResource.Open(resource));
        return reader.ReadToEnd().Split('\n').Select(static line => line.Trim().Split(' '))
            .SelectMany(static words => words.Skip(1), static (words, word) => (Word: word, Group: words[0].TrimEnd(':')))
            .GroupBy(static one => one.Word, static one => one.Group, StringComparer.Ordinal)
            .ToDictionary(static word => word.Key, static word => word.Distinct().ToArray(), StringComparer.Ordinal);
    }
}
