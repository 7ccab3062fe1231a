using System.Text.RegularExpressions;

namespace NemoVideo.Client.Timeline;

/// <summary>A field that differs between two objects, and that the client doesn't interpret.</summary>
/// <param name="Name">The name of the field, without control characters.</param>
/// <param name="Value">
/// The later value if it is a number of up to 20 characters, a Boolean, or a text of up to 40 letters, digits, spaces or <c># . -</c>;
/// otherwise null.
/// </param>
internal sealed record ChangedField(string Name, string? Value)
{
    private const int MaxNumberLength = 20;
    private static readonly Regex Word = new(@"^[\w #.-]{1,40}$");

    // The last names of fields that change with each edit, and say nothing about the video.
    private static readonly HashSet<string> Revisions = new(StateFingerprint.Revisions, StringComparer.OrdinalIgnoreCase)
    {
        "version", "hash", "seq", "id", "modified", "timestamp", "duration",
    };

    /// <summary>The path of the object that contains the field, such as <c>m.</c>; empty for the compared object.</summary>
    public string Parent { get; init; } = "";

    /// <summary>Whether the field describes the video, and isn't a revision number or the like.</summary>
    public bool MattersToUsers => !Revisions.Contains(Name);

    /// <summary>The fields that differ between two objects, except the known ones. For duplicate names, the last field is used.</summary>
    public static IEnumerable<ChangedField> Between(JsonElement? before, JsonElement? after, params string[] known)
    {
        if (before is not { ValueKind: JsonValueKind.Object } one || after is not { ValueKind: JsonValueKind.Object } other)
        {
            return [];
        }

        var (fieldsBefore, fieldsAfter) = (Fields(one), Fields(other));
        return fieldsBefore.Concat(fieldsAfter).Select(static field => field.Key).Except(known)
            .Where(name => !JsonComparison.AreEqual(fieldsBefore[name].LastOrDefault(), fieldsAfter[name].LastOrDefault()))
            .Select(name => new ChangedField(
                DraftReader.Limit(ControlCharacters.OneLine(name)), Describe(fieldsAfter[name].LastOrDefault())));
    }

    private static string? Describe(JsonElement? value) => value switch
    {
        { ValueKind: JsonValueKind.True or JsonValueKind.False } flag => flag.GetRawText(),
        { ValueKind: JsonValueKind.Number } number when number.GetRawText() is { Length: <= MaxNumberLength } text => text,
        { ValueKind: JsonValueKind.String } text when text.GetRawText().Trim('"') is var word && Word.IsMatch(word) => word,
        _ => null,
    };

    private static ILookup<string, JsonElement?> Fields(JsonElement element) =>
        element.EnumerateObject().ToLookup(static field => field.Name, static field => (JsonElement?)field.Value);
}

/// <summary>Collects the paths of changed fields that the client doesn't interpret. Together, they are one change.</summary>
internal sealed class OtherChanges
{
    private readonly List<ChangedField> _fields = [];

    public bool IsEmpty => _fields.Count == 0;

    public TimelineChange ToChange() => new(
        TimelineChangeKind.Other, null, null, ChangeSentence.List(_fields, static field => field.Name), null,
        new TimelineValue(ChangeSentence.List(_fields, Describe)));

    public void Add(string path) => _fields.Add(new ChangedField(path, null));

    /// <summary>Adds the fields that differ between two objects, except the known ones.</summary>
    public void Compare(JsonElement? before, JsonElement? after, string path, params string[] known) =>
        _fields.AddRange(ChangedField.Between(before, after, known).Select(field => field with { Name = path + field.Name }));

    private static string Describe(ChangedField field)
    {
        var name = Regex.Replace(field.Name, @"^draft\.(m\.)?", "");
        return field.Value is null ? name : $"{name} ({field.Value})";
    }
}
