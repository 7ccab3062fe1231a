using System.Text.RegularExpressions;
using NemoVideo.PowerShell.Binding;
using NemoVideo.PowerShell.Errors;

namespace NemoVideo.PowerShell.Cmdlets;

/// <summary>
/// Reads the inputs of videos: files, and http and https URLs. The result is null for an input that can't be used, after its rejection or
/// a warning. A path never becomes a video without inputs, which the agent would generate and the service would charge for.
/// </summary>
internal sealed class VideoInputs(
    NemoCommand cmdlet, string destination, Action<string> keep, Action<IReadOnlyList<string>, ErrorRecord> reject)
{
    private const char Separator = ';';

    // The first line of a file can begin with it. It isn't white space, but it isn't part of the message.
    private const char ByteOrderMark = '\uFEFF';
    private const string MessageSeparator = ";;";
    private static readonly string[] LiteralNames = ["LiteralPath", "FullName", "PSPath", "LP"];

    /// <summary>The properties of a row that don't name a file. Any other one may, whatever its name and language.</summary>
    private static readonly string[] OtherNames = ["Message", "OutputName", "Quality", "Resolution", "FrameRate", "Language", "Skill"];

    /// <summary>The messages of one video, of which some can contain several; null if one of them is blank.</summary>
    public static string[]? ReadMessages(string[]? texts)
    {
        var messages = (texts ?? []).SelectMany(static text => text.Split([MessageSeparator], StringSplitOptions.None))
            .Select(static message => message.Trim().Trim(ByteOrderMark).Trim()).ToArray();
        return messages.Length == 0 || messages.Contains("") ? null : messages;
    }

    /// <summary>The number of videos in words.</summary>
    public static string Count(int videos) => videos == 1 ? "1 video" : $"{videos} videos";

    /// <summary>The inputs of one video as a text, without secrets in URLs; for a generated video, its message.</summary>
    public static string Describe(IReadOnlyList<string> inputs, string message) =>
        DisplayText.Message(inputs.Count == 0 ? message : string.Join($"{Separator}", inputs));

    /// <summary>
    /// The paths of an input that can't be used, without secrets in URLs.
    /// </summary>
    public static IReadOnlyList<string> Names(IEnumerable<string> paths) =>
        [.. paths.Select(static path => path.TrimStart(PathTextAttribute.FileMark))
            .Where(static path => !string.IsNullOrWhiteSpace(path)).Select(UrlText.Hide)];

    /// <summary>The file, if it is the only input; otherwise, null.</summary>
    public static string? FileOf(IReadOnlyList<string> inputs) => inputs.Count == 1 && !IsUrl(inputs[0]) ? inputs[0] : null;

    /// <summary>
    /// The folder of a video: the destination, or its subfolder that corresponds to the folder of the first file below the current folder.
    /// </summary>
    /// <exception cref="NemoException">The file is not below the current folder.</exception>
    public string FolderOf(IReadOnlyList<string> inputs, bool keepFolders)
    {
        if (!keepFolders || inputs.FirstOrDefault(static input => !IsUrl(input)) is not { } file)
        {
            return destination;
        }

        var current = cmdlet.SessionState.Path.CurrentFileSystemLocation.ProviderPath;
        return PathBelow(file, current) is { } path ? Path.Combine(destination, Path.GetDirectoryName(path) ?? "")
            : throw new NemoException(
                NemoErrorKind.InvalidArgument, $"-KeepFolders can't be used, because the file '{file}' is outside the current folder.",
                "Change to a folder that contains all input files, or omit -KeepFolders.");
    }

    /// <summary>Each file of some paths as the input of one video.</summary>
    public IEnumerable<IReadOnlyList<string>?> ReadFiles(IEnumerable<string> paths, bool isLiteral) =>
        paths.SelectMany(path => string.IsNullOrEmpty(path) ? Reject(null)
            : FilePaths.Resolve(cmdlet, path, isLiteral, (file, error) => reject([NameOf(path, file)], error)).Select(ToInputs));

    /// <summary>The full path, or the specified one if it is a URL. In the full path, secrets of a URL couldn't be found.</summary>
    private static string NameOf(string path, string file) => UrlText.Hide(path) == path ? file : path;

    /// <summary>A path or a URL.</summary>
    public IEnumerable<IReadOnlyList<string>?> ReadValue(string value, bool isLiteral) =>
        IsUrl(value) ? [ReadUrl(value)] : ReadFiles([value], isLiteral);

    /// <summary>
    /// A Path property. Only that of a row can contain several paths, for one video: the name of a file, which another user may have
    /// chosen, must not name further files.
    /// </summary>
    public IEnumerable<IReadOnlyList<string>?> ReadProperty(string value, PSObject? input)
    {
        // The path of a file object begins with a mark.
        if (!value.Contains(Separator) || value[0] == PathTextAttribute.FileMark || input is null
            || !PipedObject.IsRow(input) || PipedObject.IsOfFile(input) || FilePaths.ExistsLiterally(cmdlet, value))
        {
            return ReadValue(value, isLiteral: true);
        }

        var parts = value.Split(Separator).Select(static part => part.Trim()).Where(static part => part.Length > 0).ToList();
        if (parts.Count == 0)
        {
            return Reject(input);
        }

        // One video has one error, whatever the number of its files that can't be used.
        ErrorRecord? first = null;
        var reader = With((_, error) => first ??= error);
        var inputs = parts.SelectMany(part => reader.ReadValue(part, isLiteral: true)).ToList();
        if (inputs.Count > 0 && !inputs.Contains(null))
        {
            return [[.. inputs.SelectMany(static one => one!)]];
        }

        var url = parts.FindIndex(HasScheme);
        if (url >= 0 && parts.Skip(url).Any(part => !HasScheme(part) && !FilePaths.ExistsLiterally(cmdlet, part)))
        {
            // The part can be the rest of the URL with a signature or a password, which is never shown, even after a space or quotation mark.
            var whole = string.Join($"{Separator}", parts.Skip(url));
            var name = UrlText.Hide(Regex.Match(whole, """^[^\s"'<>]*""").Value);
            (first, parts) = (ErrorRecords.SemicolonInUrl(name), [.. parts.Take(url), name]);
        }

        reject(parts, first ?? ErrorRecords.InputSkipped(DisplayText.Message(value)));
        return [null];
    }

    /// <summary>A row that has both a Path and a LiteralPath.</summary>
    public IEnumerable<IReadOnlyList<string>?> RejectPaths(IReadOnlyList<string> paths)
    {
        reject(paths, ErrorRecords.PathAndLiteralPath());
        return [null];
    }

    /// <summary>An input object without a path. Only a row that can't name a file in any column is a video to generate.</summary>
    public IEnumerable<IReadOnlyList<string>?> ReadObject(PSObject? input, bool isPiped)
    {
        if (PipedObject.Unwrap(input) is string text)
        {
            return ReadValue(text, isLiteral: true);
        }

        if (input?.BaseObject is FileInfo file)
        {
            return ReadFiles([file.FullName], isLiteral: true);
        }

        return (input is null ? !isPiped : isPiped && IsWithoutPath(input)) ? [[]] : Reject(input);
    }

    private static bool IsWithoutPath(PSObject input) =>
        PipedObject.IsRow(input) && !PipedObject.IsOfFile(input) && !LiteralNames.Any(name => input.Properties[name] is not null)
        && input.Properties["SessionId"] is null // The Path of an exported output can be empty.
        && (input.Properties["Path"] is not null ? !PipedObject.HasValue(input, "Path") : HasOnlyMessage(input));

    private static bool HasOnlyMessage(PSObject input) => input.Properties["Message"] is not null
        && input.Properties.All(static property => OtherNames.Contains(property.Name, StringComparer.OrdinalIgnoreCase));

    /// <summary>An input without a path, which isn't a video to generate.</summary>
    public IEnumerable<IReadOnlyList<string>?> Reject(PSObject? input)
    {
        reject([], ErrorRecords.NoPathInInput(input));
        return [null];
    }

    private VideoInputs With(Action<IReadOnlyList<string>, ErrorRecord> other) => new(cmdlet, destination, keep, other);

    /// <summary>The path of a file relative to a folder; null if it is not below the folder.</summary>
    private static string? PathBelow(string file, string folder)
    {
        var root = folder.TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar;
        var comparison = Path.DirectorySeparatorChar == '\\' ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        return file.StartsWith(root, comparison) ? file.Substring(root.Length) : null;
    }

    /// <summary>Skips a file that can be a video of a previous run, which would be charged again, with a warning.</summary>
    private IReadOnlyList<string>? ToInputs(string? file)
    {
        if (file is null)
        {
            return null;
        }

        // Also a clip that is skipped, or whose turn comes later, must not be replaced by the video of another one.
        keep(file);
        if (PathBelow(file, destination) is null)
        {
            return [file];
        }

        cmdlet.WriteWarning(
            $"'{file}' was skipped, because it is in the destination folder. To include it, specify a different folder with -Destination.");
        return null;
    }

    private static bool HasScheme(string text) => text.Contains("://") || UrlText.Hide(text) != text;

    internal static bool IsUrl(string text) =>
        text.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || text.StartsWith("https://", StringComparison.OrdinalIgnoreCase);

    private string[]? ReadUrl(string text)
    {
        if (UrlText.Parse(text) is { } address && DisplayText.IsWebAddress(address))
        {
            return [text];
        }

        reject([text], ErrorRecords.NotAWebAddress("Path"));
        return null;
    }
}
