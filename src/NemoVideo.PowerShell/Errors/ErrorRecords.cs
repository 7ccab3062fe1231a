namespace NemoVideo.PowerShell;

/// <summary>Creates all error records of the module: ID, category, target, message and recommended action.</summary>
internal static partial class ErrorRecords
{
    private const int MaxNames = 20;
    private const string RowKey = "InputRow";
    private const int MaxQuoteLength = 500;
    private const int MaxShownLength = 60;

    /// <summary>The error record of a failed input. The message contains the name of the input, or else its text.</summary>
    public static ErrorRecord From(NemoException exception, object? targetObject, string? name = null) =>
        Create(exception, ErrorKinds.IdOf(exception.Kind), targetObject, name);

    /// <summary>The error record of several inputs with the same failure. Its target is the inputs.</summary>
    public static ErrorRecord NotProcessed(
        NemoException exception, IReadOnlyList<object?> inputs, Func<object?, string> nameOf, string outcome) =>
        OfAll(exception, ErrorKinds.IdOf(exception.Kind), inputs, [.. inputs.Select(nameOf)], outcome);

    /// <summary>Whether two errors of inputs are the same mistake: the user corrects both in one place.</summary>
    public static bool IsSameMistake(ErrorRecord one, ErrorRecord other) =>
        one.FullyQualifiedErrorId is "NemoInvalidArgument" or "NemoNoPathInInput" or "NemoNoSessionInInput"
        && one.FullyQualifiedErrorId == other.FullyQualifiedErrorId
        && one.ErrorDetails.RecommendedAction == other.ErrorDetails.RecommendedAction;

    /// <summary>The error of several inputs with the same mistake. Its target is the inputs.</summary>
    public static ErrorRecord SameMistake(IReadOnlyList<ErrorRecord> errors) => OfAll(
        (NemoException)errors[0].Exception, errors[0].FullyQualifiedErrorId, [.. errors.Select(static error => error.TargetObject)],
        [.. errors.Select(static error => (error.Exception.Data[RowKey] ?? error.TargetObject) switch
        {
            string text => DisplayText.Message(text),
            var input => Shown(input),
        })],
        "inputs were not processed");

    private static ErrorRecord OfAll(
        NemoException exception, string id, IReadOnlyList<object?> inputs, IReadOnlyList<string> all, string outcome)
    {
        var names = string.Join(", ", all.Take(MaxNames).Select(Quoted))
            + (inputs.Count > MaxNames ? $" and {inputs.Count - MaxNames} more" : "");
        return Create(
            AddSentence(exception, $"{inputs.Count} {outcome}: {names}."), id, inputs.Select(WithoutSecrets).ToArray(), name: "");
    }

    /// <summary>The same failure with one more sentence.</summary>
    public static NemoException AddSentence(NemoException exception, string sentence) =>
        exception.Restate($"{exception.Message} {sentence}", exception.NextStep);

    /// <summary>The ID without the cmdlet that wrote the error.</summary>
    public static string IdOf(ErrorRecord error) => error.FullyQualifiedErrorId.Split(',')[0];

    public static ErrorRecord EmptyArgument(string parameter) => Create(
        "NemoEmptyArgument", $"The value of -{parameter} is empty.", $"Specify a value for -{parameter}, or omit the parameter.");

    /// <summary>Doesn't repeat the exception's message, which may contain secrets.</summary>
    public static ErrorRecord Unexpected(Exception exception, object? target) => Create(
        "NemoUnexpectedFailure", $"An unexpected error occurred ({exception.GetType().Name}).",
        "Report this problem, and include the text of $Error[0].Exception.InnerException. Before you send the report, remove all secrets "
            + "from the text.",
        target, exception, NemoErrorKind.Unexpected);

    /// <summary>Doesn't repeat the URL: the URL of a proxy may contain a password.</summary>
    public static ErrorRecord NotAWebAddress(string parameter) => Invalid(
        $"The value of -{parameter} is not an absolute http or https URL.", "Use a URL that begins with https:// or http://.");

    private static ErrorRecord Conflict(string id, string one, string other, string nextStep) =>
        Create(id, $"{one} and {other} can't be used together.", nextStep);

    private static ErrorRecord WrongInput(string id, object? input, string problem, string nextStep) =>
        Create(id, $"The input {DisplayText.Quote(Shown(input))} {problem}.", nextStep, input);

    private static ErrorRecord Invalid(string message, string nextStep, object? target = null) =>
        Create("NemoInvalidArgument", message, nextStep, target);

    private static ErrorRecord Create(
        string id, string message, string nextStep, object? target = null, Exception? inner = null,
        NemoErrorKind kind = NemoErrorKind.InvalidArgument) =>
        Create(new NemoException(kind, DisplayText.Message(message), nextStep, inner), id, target);

    private static ErrorRecord Create(NemoException exception, string id, object? target, string? name = null)
    {
        exception.SourcePath ??= PipedObject.SourcePathOf(target);
        var message = NameTarget(exception.Message, PipedObject.Unwrap(target), exception.SourcePath ?? name);
        return new ErrorRecord(exception, id, ErrorKinds.CategoryOf(id), WithoutSecrets(target))
        {
            ErrorDetails = new ErrorDetails(DisplayText.Message(message)) { RecommendedAction = Advice.For(exception) },
        };
    }

    /// <summary>Removes the parts of a URL that can be secret.</summary>
    private static object? WithoutSecrets(object? target) => PipedObject.Unwrap(target) switch
    {
        Uri address => UrlText.IsWeb(address) ? new Uri(UrlText.WithoutSecrets(address)) : null,
        string text => UrlText.Hide(text),
        _ => target,
    };

    /// <summary>The text of an input for a message. Secrets are hidden first, because a part of a URL may not look like one.</summary>
    private static string Shown(object? input) => DisplayText.Shorten(DisplayText.Message($"{input}"), MaxShownLength);

    private static string OfSession(string? sessionId) => sessionId is null ? "" : $" for the session '{sessionId}'";

    /// <summary>Ends a text with exactly one period. Texts of the service may have one or not.</summary>
    private static string Sentence(string text) => text.TrimEnd('.', ' ') + ".";

    /// <summary>The name of an input in quotation marks. A description of a session or export contains them.</summary>
    private static string Quoted(string name) =>
        name.StartsWith("'", StringComparison.Ordinal) && name.EndsWith(")", StringComparison.Ordinal) ? name : DisplayText.Quote(name);

    /// <summary>Adds the input's name to a message that doesn't contain it. A URL is not repeated, because it can be a key.</summary>
    private static string NameTarget(string message, object? target, string? name)
    {
        name ??= target switch
        {
            Uri or PSObject { BaseObject: PSCustomObject } => "",

            // Their text describes an edit or a timeline.
            not null when PipedObject.IsEventOrState(target) => PipedObject.SessionIdOf(target)!,
            _ => $"{target}",
        };
        return name.Length == 0 || message.Contains(DisplayText.Message(name)) || message.Contains(Shown(name)) ? message
            : $"{Quoted(name)}: {message}";
    }
}
