namespace NemoVideo.PowerShell;

/// <summary>
/// Reads the inputs of videos: files, and http and https URLs. The result is null for an input that can't be used, after its rejection or
/// a warning. A path never becomes a video without inputs, which the agent would generate and the service would charge for.
/// </summary>
internal sealed class VideoInputs(
    PipelineWriter output, string destination, Action<string> keep, Action<IReadOnlyList<string>, ErrorRecord> reject)
{
    private const char Separator = ';';
    private const string MessageSeparator = ";;";

    /// <summary>The properties of a row that isn't a video to generate, such as an export whose Path is empty.</summary>
    private static readonly string[] SourceNames = ["LiteralPath", "FullName", "PSPath", "LP", "SessionId"];

    private static readonly string[] PathNames = ["Path", "FilePath", "LiteralPath", "FullName"];

    /// <summary>The properties of a row that don't name a file. Any other one may, whatever its name and language.</summary>
    private static readonly string[] OtherNames = ["Message", "OutputName", "Quality", "Resolution", "FrameRate", "Language", "Skill"];

    private (string Path, string Real) _folder = ("", "");

    /// <summary>Whether a column of this name binds to a parameter for paths, or means that the row isn't a video to generate.</summary>
    public static bool IsPathName(string name) => SourceNames.Concat(PathNames).Contains(name, StringComparer.OrdinalIgnoreCase);

    /// <summary>The destination without links, read once.</summary>
    private string RealDestination => field ??= PathRules.WithoutLinks(destination);

    /// <summary>The messages of one video, of which some can contain several; null if one of them is blank.</summary>
    public static string[]? ReadMessages(string[]? texts)
    {
        var messages = (texts ?? []).SelectMany(static text => text.Split([MessageSeparator], StringSplitOptions.None))
            .Select(static message => message.Trim()).ToArray();
        return messages.Length == 0 || messages.Contains("") ? null : messages;
    }

    /// <summary>The number of videos in words.</summary>
    public static string Count(int videos) => videos == 1 ? "1 video" : $"{videos} videos";

    /// <summary>The inputs of one video as a text, without secrets in URLs; for a generated video, its message.</summary>
    public static string Describe(IReadOnlyList<string> inputs, string message) =>
        DisplayText.Message(inputs.Count == 0 ? message : string.Join($"{Separator}", inputs));

    /// <summary>The paths of an input that can't be used, without secrets in URLs.</summary>
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

        return PathRules.Below(file, output.Paths.Current) is { } path ? Path.Combine(destination, Path.GetDirectoryName(path) ?? "")
            : throw new NemoException(
                NemoErrorKind.InvalidArgument, $"-KeepFolders can't be used, because the file '{file}' is outside the current folder.",
                "Change to a folder that contains all input files, or omit -KeepFolders.");
    }

    /// <summary>Each file of some paths as the input of one video.</summary>
    public async Task<List<IReadOnlyList<string>?>> ReadFilesAsync(IEnumerable<string> files, bool isLiteral)
    {
        List<IReadOnlyList<string>?> all = [];
        foreach (var path in files)
        {
            all.AddRange(string.IsNullOrEmpty(path) ? Reject(null)
                : (await output.Paths.ResolveAsync(path, isLiteral, (file, error) => reject([file], error))).Select(ToInputs));
        }

        return all;
    }

    /// <summary>A path or a URL.</summary>
    public async Task<List<IReadOnlyList<string>?>> ReadValueAsync(string value, bool isLiteral) =>
        IsUrl(value = output.Paths.Trim(value)) ? [[value]]
        : Regex.IsMatch(value, "^https?://", RegexOptions.IgnoreCase) ? Reject([value], ErrorRecords.NotAWebAddress("Path"))
        : await ReadFilesAsync([value], isLiteral);

    /// <summary>A Path property. It can contain several paths, for one video, unless it is the path of an existing file.</summary>
    public async Task<List<IReadOnlyList<string>?>> ReadPropertyAsync(string value)
    {
        // The path of a file object begins with a mark.
        if (!value.Contains(Separator) || value[0] == PathTextAttribute.FileMark || output.Paths.IsFileOrFolder(value))
        {
            return await ReadValueAsync(value, isLiteral: true);
        }

        // One video has one error, whatever the number of its files that can't be used.
        ErrorRecord? first = null;
        var reader = new VideoInputs(output, destination, keep, (_, error) => first ??= error);
        var parts = Split(value).Where(static part => part.Length > 0).DefaultIfEmpty("").ToList();
        List<IReadOnlyList<string>?> inputs = [];
        foreach (var part in parts)
        {
            inputs.AddRange(await reader.ReadValueAsync(part, isLiteral: true));
        }

        return inputs.Count == 0 || inputs.Contains(null) ? Reject(parts, first ?? ErrorRecords.InputSkipped(DisplayText.Message(value)))
            : [[.. inputs.SelectMany(static one => one!)]];
    }

    /// <summary>The paths in a text. The name of an existing file can contain the separator.</summary>
    private IEnumerable<string> Split(string value)
    {
        var parts = value.Split(Separator);
        for (int start = 0, end; start < parts.Length; start = end)
        {
            end = IsUrl(parts[start]) ? 0
                : Enumerable.Range(start + 1, parts.Length - start).FirstOrDefault(end => output.Paths.IsFile(Join(end)));
            end = end == 0 ? start + 1 : end;
            yield return Join(end);

            string Join(int end) => string.Join($"{Separator}", parts, start, end - start).Trim();
        }
    }

    /// <summary>
    /// An input object without a path. Only a row with a message of its own that can't name a file in any column is a video to generate.
    /// </summary>
    public async Task<List<IReadOnlyList<string>?>> ReadObjectAsync(PSObject? input, bool isPiped, bool hasText) =>
        PipedObject.Unwrap(input) switch
        {
            string text => await ReadValueAsync(text, isLiteral: true),
            FileInfo file => await ReadFilesAsync([file.FullName], isLiteral: true),
            null when !isPiped => [[]],
            not null when isPiped && hasText && IsWithoutPath(input!) => [[]],
            _ => Reject(input),
        };

    private static bool IsWithoutPath(PSObject row)
    {
        var columns = PipedObject.IsRow(row) && !PipedObject.IsOfFile(row) ? InputRow.Columns(row) : [];
        return columns.Count > 0 && !SourceNames.Any(name => row.Properties[name] is not null) && !PipedObject.HasValue(row, "FilePath")
            && (row.Properties["Path"] is not null ? !PipedObject.HasValue(row, "Path")
                : columns.All(static column => OtherNames.Contains(column.Name, StringComparer.OrdinalIgnoreCase)));
    }

    /// <summary>The error for a column whose name is nearly that of a parameter; null for none.</summary>
    public static ErrorRecord? FindMisspelledColumn(PSObject row, Func<string, bool> isTyped) =>
        PipedObject.IsRow(row) && !PipedObject.IsOfFile(row)
        && InputRow.FindMisspelled(row, [
            .. OtherNames.Where(name => !isTyped(name)), .. PathNames.Any(name => row.Properties[name] is not null) ? [] : PathNames,
        ]) is var (column, name)
            ? ErrorRecords.MisspelledColumn(column, name, PathNames.Contains(name), row) : null;

    /// <summary>An input without a path, which isn't a video to generate.</summary>
    public List<IReadOnlyList<string>?> Reject(PSObject? input) => Reject([], ErrorRecords.NoPathInInput(input));

    public List<IReadOnlyList<string>?> Reject(IReadOnlyList<string> paths, ErrorRecord error)
    {
        reject(paths, error);
        return [null];
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
        if (PathRules.Below(file, destination) is null
            && PathRules.Below(PathRules.WithoutLinks(file, RealFolderOf(file)), RealDestination) is null)
        {
            return [file];
        }

        output.WarnOfSkipped(
            $"'{file}' was skipped, because it is in the destination folder. To include it, specify a different folder with -Destination.");
        return null;
    }

    /// <summary>The folder of a file without links. It is read once for all files of a folder that follow each other.</summary>
    private string RealFolderOf(string file)
    {
        var folder = Path.GetDirectoryName(file) ?? file;
        if (folder != _folder.Path)
        {
            _folder = (folder, PathRules.WithoutLinks(folder));
        }

        return _folder.Real;
    }

    public static bool IsUrl(string input) => UrlText.ParseWeb(input) is not null;
}
