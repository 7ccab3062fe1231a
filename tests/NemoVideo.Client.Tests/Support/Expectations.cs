using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace NemoVideo.Client.Tests.Support;

/// <summary>The reviewed expectations of the recordings, read from Recordings/expectations.txt.</summary>
internal static partial class Expectations
{
    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "Recordings");

    /// <summary>The events of each recording, such as <c>adk-js-2.0/hello-on</c>, one line each.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> ByRecording { get; } = Read();

    public static byte[] Bytes(string recording) => File.ReadAllBytes(Path.Combine(Folder, recording + ".sse"));

    private static Dictionary<string, IReadOnlyList<string>> Read()
    {
        var all = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        var lines = new List<string>();
        foreach (var line in File.ReadLines(Path.Combine(Folder, "expectations.txt")).Where(static one => one.Length > 0 && one[0] != '#'))
        {
            if (line.StartsWith("== ", StringComparison.Ordinal))
            {
                lines = [];
                foreach (var recording in line[3..].Split(' '))
                {
                    all.Add(recording, lines);
                }
            }
            else
            {
                lines.Add(Expand(line));
            }
        }

        return all;
    }

    /// <summary>Texts are compared as .NET writes JSON, so that the file may escape other characters.</summary>
    private static string Expand(string line)
    {
        var repeated = Repetition().Replace(line, static match =>
            string.Concat(Enumerable.Repeat(match.Groups["text"].Value, int.Parse(match.Groups["count"].ValueSpan, CultureInfo.InvariantCulture))));
        return Quoted().Replace(repeated, static match =>
            match.Groups["begin"].Value + JsonSerializer.Serialize(JsonSerializer.Deserialize<string>(match.Groups["text"].ValueSpan)));
    }

    [GeneratedRegex("""\{(?<count>\d+) × "(?<text>[^"]*)"\}""")]
    private static partial Regex Repetition();

    [GeneratedRegex("""^(?<begin>(?:text|piece|thought|thought-piece|error \S+) )(?<text>".*")$""")]
    private static partial Regex Quoted();
}
