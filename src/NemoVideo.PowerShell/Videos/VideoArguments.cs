namespace NemoVideo.PowerShell;

/// <summary>Checks and reads the values of the parameters that an input or a row of a CSV file can specify.</summary>
internal sealed class VideoArguments
{
    private readonly InvocationInfo _invocation;
    private readonly FilePaths _paths;
    private readonly bool _isPathTyped;
    private readonly bool _isLiteralPathComputed;
    private readonly bool _isMessageTyped;

    /// <summary>Checks the values on the command line. An unset variable must not become a generated video.</summary>
    /// <exception cref="CommandException">They can't be used.</exception>
    public VideoArguments(InvocationInfo invocation, FilePaths paths, VideoInput typed, bool join)
    {
        (_invocation, _paths) = (invocation, paths);
        var bound = invocation.BoundParameters;
        var isPiped = invocation.ExpectingInput;
        _isMessageTyped = IsTyped(nameof(typed.Message));
        _isPathTyped = bound.ContainsKey(nameof(typed.Path));
        var isLiteralTyped = IsTyped(nameof(typed.LiteralPath));
        _isLiteralPathComputed = !isLiteralTyped && bound.ContainsKey(nameof(typed.LiteralPath));
        var error = join && bound.Values.Any(TypedParameters.IsScriptBlock) ? ErrorRecords.ScriptBlockAndJoin()
            : _isPathTyped && isPiped ? ErrorRecords.PathAndInput(nameof(typed.Path))
            : isLiteralTyped && isPiped ? ErrorRecords.PathAndInput(nameof(typed.LiteralPath))
            : _isPathTyped && isLiteralTyped ? ErrorRecords.PathAndLiteralPath()
            : _isPathTyped && IsEmpty(typed.Path) ? ErrorRecords.EmptyArgument(nameof(typed.Path))
            : isLiteralTyped && IsEmpty(typed.LiteralPath) ? ErrorRecords.EmptyArgument(nameof(typed.LiteralPath))
            : IsTyped("InputObject") && typed.Item is null ? ErrorRecords.EmptyArgument("InputObject")
            : (!isPiped || _isMessageTyped) && VideoInputs.ReadMessages(typed.Message) is null ? ErrorRecords.BlankMessage(target: null)
            : FindInvalidValue(typed, target: null);
        CommandException.ThrowIf(error);
    }

    /// <summary>Whether a parameter is on the command line, with a value that isn't a script block.</summary>
    public bool IsTyped(string parameter) => TypedParameters.Contains(_invocation, parameter);

    /// <summary>The inputs of each video of a record; null for an input that can't be used.</summary>
    public async Task<List<IReadOnlyList<string>?>> ReadInputsAsync(VideoInput input, VideoInputs reader)
    {
        var item = input.Item;
        var hasPath = input.Path.Any(static path => !string.IsNullOrWhiteSpace(path));

        // Get-Content adds the number of the line and the path of the list (youtube-dl 26813).
        if (item?.BaseObject is string line && item.Properties["ReadCount"] is not null && !_isLiteralPathComputed)
        {
            return await reader.ReadValueAsync(line, isLiteral: true);
        }

        if (hasPath && input.LiteralPath.Any(static path => !string.IsNullOrWhiteSpace(path)))
        {
            return reader.Reject([.. input.Path, .. input.LiteralPath], ErrorRecords.PathAndLiteralPath());
        }

        if (hasPath)
        {
            List<IReadOnlyList<string>?> all = [];
            foreach (var path in input.Path)
            {
                all.AddRange(await (_isPathTyped ? reader.ReadValueAsync(path, isLiteral: false) : reader.ReadPropertyAsync(path)));
            }

            return all;
        }

        return input.LiteralPath.Length > 0 ? await reader.ReadFilesAsync(
                item is not null && PipedObject.IsOfFile(item)
                    ? input.LiteralPath.Select(static path => PathTextAttribute.FileMark + path) : input.LiteralPath,
                isLiteral: true)
            : _isLiteralPathComputed ? reader.Reject(item)
            : await reader.ReadObjectAsync(
                item, _invocation.ExpectingInput, hasText: !_isMessageTyped && VideoInputs.ReadMessages(input.Message) is not null);
    }

    /// <summary>The error for a value that isn't allowed; null if there is none.</summary>
    public ErrorRecord? FindInvalidValue(VideoInput input, string? target)
    {
        var (name, quality, language, skill) = (input.OutputName, input.Quality, input.Language, input.Skill);
        return (VideoInputs.ReadMessages(input.Message) ?? []).Select(message => MessageCheck.FindError(_paths, message, target))
                .FirstOrDefault(static error => error is not null) is { } invalid ? invalid
            : MessageCheck.IsGarbled(name) ? ErrorRecords.WrongEncoding(nameof(input.OutputName), target)
            : MessageCheck.IsGarbled(language + quality + skill) ? ErrorRecords.WrongEncoding("Language, Quality or Skill", target)
            : !QualityCompleter.Qualities.Contains(quality, StringComparer.OrdinalIgnoreCase)
                ? ErrorRecords.InvalidValue(nameof(input.Quality), "Use low, medium, or high.", target)
            : input.Resolution.Length > 0 && !ExportForm.Resolutions.Contains(input.Resolution)
                ? ErrorRecords.InvalidValue(
                    nameof(input.Resolution), $"Use one of these: {string.Join(", ", ExportForm.Resolutions)}.", target)
            : input.FrameRate is not (null or (>= 1 and <= 240))
                ? ErrorRecords.InvalidValue(nameof(input.FrameRate), "Use a number from 1 to 240.", target)
            : !Regex.IsMatch(language, SkillProfile.LanguagePattern)
                ? ErrorRecords.InvalidValue(nameof(input.Language), "Use an ISO code, such as en or zh-CN.", target)
            : MessageCheck.CellError.IsMatch(name) ? ErrorRecords.CellError(nameof(input.OutputName), name, target)
            : name == PlainTextAttribute.Other ? ErrorRecords.InvalidValue(nameof(input.OutputName), "Specify a string.", target)
            : skill == PlainTextAttribute.Other ? ErrorRecords.InvalidValue(nameof(input.Skill), "Use the name of a skill.", target)
            : null;
    }

    private static bool IsEmpty(string[]? paths) => paths is not { Length: > 0 } || paths.Any(string.IsNullOrWhiteSpace);
}
