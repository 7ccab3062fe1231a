using System.Text.RegularExpressions;

namespace NemoVideo.Client.Files;

/// <summary>The names of files with the same name: <c>beach</c>, <c>beach (2)</c>, <c>beach (3)</c>.</summary>
internal static class NumberedName
{
    private static readonly Regex Number = new(@" \(([0-9]{1,8})\)$", RegexOptions.CultureInvariant);

    /// <summary>The path after a path that is taken: <c>beach (2).mp4</c> after <c>beach.mp4</c>.</summary>
    public static string Next(string path)
    {
        var extension = Path.GetExtension(path);
        var stem = path.Substring(0, path.Length - extension.Length);
        var number = Number.Match(stem);
        return number.Success
            ? $"{stem.Substring(0, number.Index)} ({int.Parse(number.Groups[1].Value, CultureInfo.InvariantCulture) + 1}){extension}"
            : $"{stem} (2){extension}";
    }
}
