using System.Globalization;
using System.Text;
using NemoVideo.Client.Errors;

namespace NemoVideo.Client.Operations;

/// <summary>
/// Names the files of one run. A name comes from a session and so from the service: what a file system does not allow is
/// replaced, and no name leads out of the folder. A second file of the same name in one run gets <c> (2)</c>.
/// </summary>
/// <param name="folder">The folder that the files go to.</param>
/// <param name="overwrite">Whether files that are already there are replaced.</param>
public sealed class OutputFileNames(string folder, bool overwrite)
{
    // Windows counts a path's characters, Unix a name's bytes (255, with room for " (2).mp4.part").
    private const int MaxCharacters = 120;
    private const int MaxBytes = 200;
    private const string Forbidden = "<>:\"/\\|?*";

    private static readonly HashSet<string> Reserved = new(StringComparer.OrdinalIgnoreCase)
    {
        "CON", "PRN", "AUX", "NUL",
        "COM1", "COM2", "COM3", "COM4", "COM5", "COM6", "COM7", "COM8", "COM9",
        "LPT1", "LPT2", "LPT3", "LPT4", "LPT5", "LPT6", "LPT7", "LPT8", "LPT9",
    };

    private readonly HashSet<string> _taken = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The folder that the files go to.</summary>
    public string Folder => folder;

    /// <summary>The full path for a file; taken from now on.</summary>
    /// <param name="name">The wished name, without extension.</param>
    /// <param name="extension">The extension, without a dot.</param>
    /// <param name="isNumbered">Whether a file that is already there makes it a numbered one.</param>
    /// <exception cref="NemoException">The file is already there and is not to be replaced, or the folder cannot be written to.</exception>
    public string Reserve(string name, string extension, bool isNumbered = false)
    {
        var safe = ToSafeName(name);
        for (var number = 1; ; number++)
        {
            var candidate = number == 1 ? safe : $"{safe} ({number})";
            var path = Path.Combine(folder, $"{candidate}.{extension}");
            if (_taken.Contains(candidate))
            {
                continue;
            }

            if (overwrite || !File.Exists(path))
            {
                _taken.Add(candidate);
                new VideoFile(path, overwrite).CheckFolder();
                return path;
            }

            if (!isNumbered)
            {
                throw DestinationErrors.IsThere(path);
            }
        }
    }

    /// <summary>Takes the name of a file that has it from an earlier run; false where another of this run has it.</summary>
    /// <param name="path">The file, in the folder.</param>
    public bool TryTake(string path) => _taken.Add(Path.GetFileNameWithoutExtension(path));

    private static string ToSafeName(string name)
    {
        var clean = new string([.. name.Select(static character =>
            char.IsControl(character) || Forbidden.Contains(character) ? '_' : character)]);
        clean = Shorten(clean.Trim()).TrimEnd('.', ' ');
        var stem = clean.Split('.')[0].TrimEnd();
        return clean.Length == 0 ? "video" : Reserved.Contains(stem) ? "_" + clean : clean;
    }

    /// <summary>Cuts between characters as a reader sees them: half of one could be no name at all.</summary>
    private static string Shorten(string name)
    {
        var end = 0;
        var byteCount = 0;
        var characters = StringInfo.GetTextElementEnumerator(name);
        while (characters.MoveNext())
        {
            var character = characters.GetTextElement();
            byteCount += Encoding.UTF8.GetByteCount(character);
            if (byteCount > MaxBytes || end + character.Length > MaxCharacters)
            {
                return name.Substring(0, end);
            }

            end += character.Length;
        }

        return name;
    }
}
