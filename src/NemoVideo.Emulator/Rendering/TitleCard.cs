using NemoVideo.Emulator.Editing;

namespace NemoVideo.Emulator.Rendering;

/// <summary>A generated clip: its prompt in large letters on a moving gradient. The same prompt always gets the same colors.</summary>
internal sealed class TitleCard
{
    private const int LongestLine = 22;
    private const int MostLines = 4;

    // White text is readable on all of them.
    private static readonly string[][] Palettes =
    [
        ["0x0B2545", "0x13639A", "0x3E8FA8"],
        ["0x2B0F3A", "0x8A2D6B", "0xC96A4A"],
        ["0x0C3B2E", "0x2E7D5B", "0x8F8A3C"],
        ["0x3A0D12", "0xB23A2E", "0xC97B35"],
        ["0x141E3C", "0x4B4A9C", "0x7D63B0"],
        ["0x0A3540", "0x1B8A8F", "0xC07A45"],
    ];

    public TitleCard(string prompt)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(prompt));
        Colors = Palettes[hash[0] % Palettes.Length];
        Seed = hash[1];
        Lines = [.. Wrap(prompt.Trim())];
    }

    public IReadOnlyList<string> Colors { get; }
    public int Seed { get; }

    /// <summary>The prompt in lines that fit on the picture. What doesn't fit is omitted.</summary>
    public IReadOnlyList<string> Lines { get; }

    private static IEnumerable<string> Wrap(string prompt)
    {
        var text = AgentTextFormat.Capitalize(prompt);
        var lines = new List<string>();
        foreach (var word in text.Split([' ', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (lines.Count > 0 && lines[^1].Length + 1 + word.Length <= LongestLine)
            {
                lines[^1] += " " + word;
            }
            else
            {
                // Texts without spaces, such as Chinese, are split anywhere.
                var characters = word.EnumerateRunes().Select(static rune => rune.ToString());
                lines.AddRange(characters.Chunk(LongestLine).Select(static part => string.Concat(part)));
            }
        }

        return lines.Count > MostLines ? lines.Take(MostLines - 1).Append(lines[MostLines - 1].TrimEnd('.', ',') + "…") : lines;
    }
}
