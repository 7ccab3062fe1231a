using System.Globalization;
using System.Text.RegularExpressions;

namespace NemoVideo.Emulator.Editing;

/// <summary>Understands a message as far as an emulator must: by the words that name an edit.</summary>
internal static partial class MessageReader
{
    private const long EditCost = 50;
    private const long GenerationCost = 100;
    private const double UsualVolume = 0.35;

    public static EditPlan Read(string message, string taskName, bool draftIsEmpty)
    {
        var edits = new List<IEdit>();
        var title = TitleReader.Read(message, taskName);

        // The words of a title ask for nothing: "a title that says Trim Your Hedge" trims no clip.
        var asked = title is null ? message : message.Replace(title, "", StringComparison.Ordinal);
        var music = MusicReader.Read(asked);
        var generated = Generation(asked, draftIsEmpty);
        if (generated is not null)
        {
            edits.Add(generated.Value.Edit);
            title ??= AgentPhrases.Capitalize(generated.Value.Name);
            music ??= "Lo-fi";
        }

        edits.AddRange(Cuts(asked));
        if (music is not null)
        {
            edits.Add(new MusicEdit(music, Volume(asked)));
        }

        if (title is not null)
        {
            edits.Add(new TitleEdit(title));
        }

        if (Canvas(asked) is { } canvas)
        {
            edits.Add(canvas);
        }

        return new EditPlan(edits, generated is null ? EditCost : GenerationCost);
    }

    private static (GenerateEdit Edit, string Name)? Generation(string message, bool draftIsEmpty)
    {
        var wanted = Generate().IsMatch(message) || (draftIsEmpty && MakeVideo().IsMatch(message));
        if (!wanted)
        {
            return null;
        }

        var subject = Subject().Match(message);
        var name = subject.Success ? subject.Groups["what"].Value.Trim() : "generated clip";
        var seconds = ClipLength().Match(message);
        var length = seconds.Success ? TimeOf(seconds) : TimeSpan.FromSeconds(10);
        return (new GenerateEdit(name, length), name);
    }

    private static IEnumerable<IEdit> Cuts(string message)
    {
        if (TrimTo().Match(message) is { Success: true } to)
        {
            yield return new TrimEdit(TimeOf(to));
        }
        else if (TrimSome().IsMatch(message))
        {
            yield return new PauseEdit();
        }
    }

    private static CanvasEdit? Canvas(string message)
    {
        int? side = FourK().IsMatch(message) ? 2160 : FullHd().IsMatch(message) ? 1080 : Hd().IsMatch(message) ? 720 : null;
        CanvasShape? shape = Vertical().IsMatch(message) ? CanvasShape.Vertical
            : Wide().IsMatch(message) ? CanvasShape.Wide
            : Square().IsMatch(message) ? CanvasShape.Square
            : null;
        return side is null && shape is null ? null : new CanvasEdit(side, shape);
    }

    private static double Volume(string message) =>
        VolumeWords().Match(message) is { Success: true } match
            ? Math.Min(1, double.Parse(match.Groups["n"].Value, CultureInfo.InvariantCulture) / 100)
            : UsualVolume;

    private static TimeSpan TimeOf(Match match)
    {
        var number = double.Parse(match.Groups["n"].Value, CultureInfo.InvariantCulture);
        return match.Groups["unit"].Value.StartsWith("m", StringComparison.OrdinalIgnoreCase)
            ? TimeSpan.FromMinutes(number)
            : TimeSpan.FromSeconds(number);
    }

    [GeneratedRegex(@"\bgenerate\b|生成", RegexOptions.IgnoreCase)]
    private static partial Regex Generate();

    [GeneratedRegex(@"\b(make|create|produce)\b.*\b(video|clip|film|movie)\b", RegexOptions.IgnoreCase)]
    private static partial Regex MakeVideo();

    [GeneratedRegex(@"\b(video|clip|film|movie)\s+(of|about|showing)\s+(an?\s+|the\s+)?(?<what>.+?)(?=,|\.|;|\s+(with|and|in\s+4k)\b|$)", RegexOptions.IgnoreCase)]
    private static partial Regex Subject();

    [GeneratedRegex(@"\b(?<n>\d{1,7}(\.\d+)?)[\s-]*(?<unit>s|secs?|seconds?|min|minutes?)\b", RegexOptions.IgnoreCase)]
    private static partial Regex ClipLength();

    [GeneratedRegex(@"\b(trim|cut|shorten|reduce)\b[^.;]*?\bto\s+(the\s+first\s+|at\s+most\s+)?(?<n>\d{1,7}(\.\d+)?)[\s-]*(?<unit>s|secs?|seconds?|min|minutes?)\b", RegexOptions.IgnoreCase)]
    private static partial Regex TrimTo();

    [GeneratedRegex(@"\b(trim|cut|shorten|tighten|pauses|silences?)\b|剪", RegexOptions.IgnoreCase)]
    private static partial Regex TrimSome();

    [GeneratedRegex(@"\b(4k|uhd|2160p)\b", RegexOptions.IgnoreCase)]
    private static partial Regex FourK();

    [GeneratedRegex(@"\b(1080p|full\s?hd)\b", RegexOptions.IgnoreCase)]
    private static partial Regex FullHd();

    [GeneratedRegex(@"\b720p\b", RegexOptions.IgnoreCase)]
    private static partial Regex Hd();

    [GeneratedRegex(@"\b(vertical|portrait|tiktok|reels?|shorts)\b|9:16", RegexOptions.IgnoreCase)]
    private static partial Regex Vertical();

    [GeneratedRegex(@"\b(landscape|horizontal|widescreen)\b|16:9", RegexOptions.IgnoreCase)]
    private static partial Regex Wide();

    [GeneratedRegex(@"\bsquare\b|1:1", RegexOptions.IgnoreCase)]
    private static partial Regex Square();

    [GeneratedRegex(@"\b(music|bgm)\b[^.;]*?\bat\s+(?<n>\d{1,3})\s*%", RegexOptions.IgnoreCase)]
    private static partial Regex VolumeWords();
}
