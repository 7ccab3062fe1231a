namespace NemoVideo.Language.Intents;

/// <summary>A feature of a sentence.</summary>
/// <param name="Hash">Identifies the feature: 24 bits.</param>
/// <param name="Kind">The kind: (w)ord, (p)air of words, (c)haracters of a word, (h)an characters, (n)eighboring groups, (f)act.</param>
/// <param name="Value">The weight of this kind of feature in a sentence.</param>
/// <param name="Start">The start of the text that the feature describes.</param>
/// <param name="End">The end of this text. Equal to the start if the feature describes the whole sentence.</param>
internal readonly record struct Feature(int Hash, char Kind, float Value, int Start, int End);

/// <summary>
/// Finds the features of a sentence: words, word pairs, parts of words, Chinese character sequences, groups of words with similar
/// meanings, and facts about the sentence.
/// </summary>
internal sealed class FeatureList
{
    private const int MinPart = 3;
    private const int MaxPart = 5;
    private const int MaxHan = 4;
    private const float WordValue = 2;

    private readonly List<Feature> _features = [];

    public static List<Feature> Of(IReadOnlyList<SentenceToken> tokens)
    {
        var list = new FeatureList();
        list.AddWords(tokens);
        list.AddFacts(tokens);
        list.AddGroups(WordGroups.Find(tokens));
        return list._features;
    }

    private void AddWords(IReadOnlyList<SentenceToken> tokens)
    {
        var previous = Fnv.Text(Fnv.Start, "<begin>");
        for (var i = 0; i < tokens.Count; i++)
        {
            var token = tokens[i];
            var word = Fnv.Text(Fnv.Start, token.Text);
            if (token.Kind == TokenKind.Han)
            {
                AddSequences('h', token.Text, 1, MaxHan, token);
            }
            else
            {
                Add('w', word, WordValue, token.Start, token.End);
            }

            if (token.Kind == TokenKind.Word)
            {
                AddSequences('c', "^" + token.Text + "$", MinPart, MaxPart, token);
            }

            Add('p', Fnv.Number(previous, word), WordValue, i == 0 ? token.Start : tokens[i - 1].Start, token.End);
            previous = word;
        }

        if (tokens.Count > 0)
        {
            var last = tokens[tokens.Count - 1];
            Add('p', Fnv.Number(previous, Fnv.Text(Fnv.Start, "<end>")), WordValue, last.Start, last.End);
        }
    }

    /// <summary>Adds character sequences. Those of Chinese text are words, and those of a word are only parts of it.</summary>
    private void AddSequences(char kind, string text, int min, int max, SentenceToken token)
    {
        for (var start = 0; start < text.Length; start++)
        {
            var hash = Fnv.Start;
            for (var length = 1; length <= max && start + length <= text.Length; length++)
            {
                hash = Fnv.Character(hash, text[start + length - 1]);
                if (length >= min)
                {
                    var (from, to) = token.Kind == TokenKind.Han ? (start, start + length) : (0, token.End - token.Start);
                    Add(kind, hash, 1, token.Start + from, token.Start + to);
                }
            }
        }
    }

    /// <summary>Adds the first and the last word, the kinds of placeholders, and whether there is a question mark.</summary>
    private void AddFacts(IReadOnlyList<SentenceToken> tokens)
    {
        AddFact("bias");
        if (tokens.Count == 0)
        {
            return;
        }

        var first = tokens[0].Text;
        var last = tokens[tokens.Count - 1].Text;
        var isHan = tokens[0].Kind == TokenKind.Han;
        AddFact("first:" + (isHan ? first.Substring(0, Math.Min(2, first.Length)) : first));
        AddFact("last:" + (tokens[tokens.Count - 1].Kind == TokenKind.Han ? last.Substring(Math.Max(0, last.Length - 2)) : last));
        var placeholders = tokens.Where(static token => token.Kind == TokenKind.Placeholder).Select(static token => token.Text);
        AddFact("kinds:" + string.Join(",", placeholders.Distinct().OrderBy(static text => text, StringComparer.Ordinal)));
        if (tokens.Any(static token => token.Text == "?"))
        {
            AddFact("question");
        }
    }

    /// <summary>Adds the groups of words, each pair of neighbors, and each pair of groups in the sentence.</summary>
    private void AddGroups(IReadOnlyList<GroupedWord> words)
    {
        string[] previous = ["^"];
        foreach (var word in words)
        {
            foreach (var group in word.Groups)
            {
                foreach (var before in previous)
                {
                    Add('n', Fnv.Text(Fnv.Text(Fnv.Start, before), group), 1, word.Start, word.End);
                }
            }

            previous = word.Groups;
        }

        foreach (var before in previous)
        {
            AddFact("end:" + before);
        }

        string[] groups = [.. words.SelectMany(static word => word.Groups).Distinct().OrderBy(static one => one, StringComparer.Ordinal)];
        for (var i = 0; i < groups.Length; i++)
        {
            AddFact("group:" + groups[i]);
            for (var j = i + 1; j < groups.Length; j++)
            {
                AddFact("groups:" + groups[i] + "," + groups[j]);
            }
        }
    }

    private void AddFact(string fact) => Add('f', Fnv.Text(Fnv.Start, fact), 1, 0, 0);

    private void Add(char kind, uint hash, float value, int start, int end) =>
        _features.Add(new Feature(Fnv.Fold(Fnv.Character(hash, kind)), kind, value, start, end));
}

/// <summary>The FNV-1a hash, which is the same on each computer.</summary>
internal static class Fnv
{
    public const uint Start = 2166136261;
    private const uint Prime = 16777619;

    public static uint Character(uint hash, char character) =>
        unchecked((((hash ^ (uint)(character & 0xFF)) * Prime) ^ (uint)(character >> 8)) * Prime);

    public static uint Text(uint hash, string text)
    {
        foreach (var character in text)
        {
            hash = Character(hash, character);
        }

        return hash;
    }

    public static uint Number(uint hash, uint number) => Character(Character(hash, (char)(number & 0xFFFF)), (char)(number >> 16));

    /// <summary>Distributes a hash evenly and reduces it to 24 bits.</summary>
    public static int Fold(uint hash)
    {
        unchecked
        {
            hash = (hash ^ (hash >> 16)) * 0x85EBCA6B;
            hash = (hash ^ (hash >> 13)) * 0xC2B2AE35;
            return (int)((hash ^ (hash >> 16)) & 0xFFFFFF);
        }
    }
}
