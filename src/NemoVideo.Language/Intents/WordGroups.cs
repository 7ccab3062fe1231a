namespace NemoVideo.Language.Intents;

/// <summary>A word of a sentence with the groups that contain it.</summary>
internal readonly record struct GroupedWord(IReadOnlyList<string> Groups, int Start, int End);

/// <summary>
/// Groups of words with similar meanings, from the resource WordGroups.txt. They tell the model about words that its training
/// sentences don't contain. A group decides nothing by itself: the model learns its weight like that of each other feature.
/// </summary>
internal static class WordGroups
{
    private const int MaxHanWordLength = 4;
    private static readonly IReadOnlyList<string> QuestionMark = ["?"];
    private static readonly Lazy<Dictionary<string, IReadOnlyList<string>>> Groups = new(Load);

    /// <summary>Finds the words with a group in a sentence, in order. A placeholder is a group of its own.</summary>
    public static List<GroupedWord> Find(IReadOnlyList<SentenceToken> tokens)
    {
        var found = new List<GroupedWord>();
        foreach (var token in tokens)
        {
            if (token.Kind == TokenKind.Han)
            {
                FindHan(found, token);
            }
            else if ((token.Kind == TokenKind.Placeholder ? [token.Text] : token.Text == "?" ? QuestionMark : Of(token.Text)) is { } groups)
            {
                found.Add(new GroupedWord(groups, token.Start, token.End));
            }
        }

        return found;
    }

    private static IReadOnlyList<string>? Of(string word)
    {
        if (Groups.Value.TryGetValue(word, out var groups))
        {
            return groups;
        }

        foreach (var stem in WordStems.Of(word))
        {
            if (Groups.Value.TryGetValue(stem, out groups))
            {
                return groups;
            }
        }

        return null;
    }

    private static void FindHan(List<GroupedWord> found, SentenceToken token)
    {
        for (var start = 0; start < token.Text.Length;)
        {
            var length = Math.Min(MaxHanWordLength, token.Text.Length - start);
            IReadOnlyList<string>? groups = null;
            while (length > 0 && !Groups.Value.TryGetValue(token.Text.Substring(start, length), out groups))
            {
                length--;
            }

            if (groups is not null)
            {
                found.Add(new GroupedWord(groups, token.Start + start, token.Start + start + length));
            }

            start += Math.Max(1, length);
        }
    }

    /// <summary>Reads lines of the form <c>group: word word</c>. A word can be in several groups.</summary>
    private static Dictionary<string, IReadOnlyList<string>> Load()
    {
        var groups = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        using var reader = new StreamReader(ModelResource.Open("WordGroups.txt"));
        while (reader.ReadLine() is { } line)
        {
            var colon = line.IndexOf(':');
            foreach (var word in line.Substring(colon + 1).Split([' '], StringSplitOptions.RemoveEmptyEntries))
            {
                if (!groups.TryGetValue(word, out var names))
                {
                    groups[word] = names = [];
                }

                names.Add(line.Substring(0, colon));
            }
        }

        return groups.ToDictionary(
            static pair => pair.Key, static pair => (IReadOnlyList<string>)[.. pair.Value.Distinct()], StringComparer.Ordinal);
    }
}
