using System.Text.RegularExpressions;
using NemoVideo.Language;
using NemoVideo.PowerShell.Binding;
using NemoVideo.PowerShell.Completion;
using NemoVideo.PowerShell.Errors;

namespace NemoVideo.PowerShell.Cmdlets;

/// <summary>Checks and reads the values of the parameters that an input or a row of a CSV file can specify.</summary>
internal sealed class VideoArguments
{
    private static readonly Regex LanguageCode = new(@"^([A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*)?\z", RegexOptions.CultureInvariant);

    private readonly VideoInputCommand _command;
    private readonly bool _isPathTyped;
    private readonly bool _isLiteralPathComputed;
    private readonly bool _isMessageTyped;

    /// <summary>Checks the command line. An unset variable must not become a generated video.</summary>
    public VideoArguments(VideoInputCommand command)
    {
        _command = command;
        var bound = command.MyInvocation.BoundParameters;
        var isPiped = command.MyInvocation.ExpectingInput;
        _isMessageTyped = IsTyped(nameof(command.Message));
        _isPathTyped = bound.ContainsKey(nameof(command.Path));
        var isLiteralTyped = IsTyped(nameof(command.LiteralPath));
        _isLiteralPathComputed = !isLiteralTyped && bound.ContainsKey(nameof(command.LiteralPath));
        command.ThrowIf(command.Join && bound.Values.Any(TypedParameters.IsScriptBlock), ErrorRecords.ScriptBlockAndJoin);
        command.ThrowIf(_isPathTyped && isPiped, () => ErrorRecords.PathAndInput(nameof(command.Path)));
        command.ThrowIf(isLiteralTyped && isPiped, () => ErrorRecords.PathAndInput(nameof(command.LiteralPath)));
        command.ThrowIf(_isPathTyped && isLiteralTyped, ErrorRecords.PathAndLiteralPath);
        command.ThrowIf(_isPathTyped && IsEmpty(command.Path), () => ErrorRecords.EmptyArgument(nameof(command.Path)));
        command.ThrowIf(
            isLiteralTyped && IsEmpty(command.LiteralPath), () => ErrorRecords.EmptyArgument(nameof(command.LiteralPath)));
        command.ThrowIf(
            IsTyped(nameof(command.InputObject)) && command.InputObject is null,
            () => ErrorRecords.EmptyArgument(nameof(command.InputObject)));
        command.ThrowIf(
            (!isPiped || _isMessageTyped) && VideoInputs.ReadMessages(command.Message) is null,
            () => ErrorRecords.BlankMessage(target: null));
        var invalid = FindInvalidValue(target: null);
        command.ThrowIf(invalid is not null, () => invalid!);
    }

    /// <summary>Whether a parameter is on the command line, with a value that isn't a script block.</summary>
    public bool IsTyped(string parameter) => TypedParameters.Contains(_command.MyInvocation, parameter);

    /// <summary>The inputs of each video of a record; null for an input that can't be used.</summary>
    public IEnumerable<IReadOnlyList<string>?> ReadInputs(VideoInputs reader)
    {
        var input = _command.InputObject;
        var hasPath = _command.Path.Any(static path => !string.IsNullOrWhiteSpace(path));
        var literalPaths = _command.LiteralPath ?? [];

        // Get-Content adds the number of the line and the path of the list (youtube-dl 26813).
        return input?.BaseObject is string line && input.Properties["ReadCount"] is not null && !_isLiteralPathComputed
                ? reader.ReadValue(line, isLiteral: true)
            : hasPath && literalPaths.Any(static path => !string.IsNullOrWhiteSpace(path))
                ? reader.Reject([.. _command.Path, .. literalPaths], ErrorRecords.PathAndLiteralPath())
            : hasPath ? _command.Path.SelectMany(
                path => _isPathTyped ? reader.ReadValue(path, isLiteral: false) : reader.ReadProperty(path))
            : literalPaths.Length > 0 ? reader.ReadFiles(
                input is not null && PipedObject.IsOfFile(input)
                    ? literalPaths.Select(static path => PathTextAttribute.FileMark + path) : literalPaths,
                isLiteral: true)
            : _isLiteralPathComputed ? reader.Reject(input)
            : reader.ReadObject(
                input, _command.MyInvocation.ExpectingInput,
                hasText: !_isMessageTyped && VideoInputs.ReadMessages(_command.Message) is not null);
    }

    /// <summary>The error for a value that isn't allowed; null if there is none.</summary>
    public ErrorRecord? FindInvalidValue(string? target)
    {
        var (name, quality, resolution, language, skill) =
            (_command.OutputName, _command.Quality, _command.Resolution, _command.Language, _command.Skill);
        return (VideoInputs.ReadMessages(_command.Message) ?? []).Select(message => MessageCheck.FindError(_command, message, target))
                .FirstOrDefault(static error => error is not null) is { } invalid ? invalid
            : MessageCheck.IsGarbled(name) ? ErrorRecords.WrongEncoding(nameof(_command.OutputName), target)
            : MessageCheck.IsGarbled(language + quality + skill) ? ErrorRecords.WrongEncoding("Language, Quality or Skill", target)
            : !QualityCompleter.Qualities.Contains(quality, StringComparer.OrdinalIgnoreCase)
                ? ErrorRecords.InvalidValue(nameof(_command.Quality), "Use low, medium, or high.", target)
            : resolution.Length > 0 && !ExportForm.Resolutions.Contains(resolution)
                ? ErrorRecords.InvalidValue(
                    nameof(_command.Resolution), $"Use one of these: {string.Join(", ", ExportForm.Resolutions)}.", target)
            : _command.FrameRate is not (null or (>= 1 and <= 240))
                ? ErrorRecords.InvalidValue(nameof(_command.FrameRate), "Use a number from 1 to 240.", target)
            : !LanguageCode.IsMatch(language)
                ? ErrorRecords.InvalidValue(nameof(_command.Language), "Use an ISO code, such as en or zh-CN.", target)
            : MessageCheck.CellError.IsMatch(name) ? ErrorRecords.CellError(nameof(_command.OutputName), name, target)
            : name == PlainTextAttribute.Other ? ErrorRecords.InvalidValue(nameof(_command.OutputName), "Specify a string.", target)
            : skill == PlainTextAttribute.Other ? ErrorRecords.InvalidValue(nameof(_command.Skill), "Use the name of a skill.", target)
            : null;
    }

    private static bool IsEmpty(string[]? paths) => paths is not { Length: > 0 } || paths.Any(string.IsNullOrWhiteSpace);
}
