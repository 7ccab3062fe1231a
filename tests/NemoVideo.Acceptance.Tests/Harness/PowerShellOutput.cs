namespace NemoVideo.Acceptance.Tests.Harness;

/// <summary>An error record. <c>Id</c> is without the name of the cmdlet, and <c>Action</c> is the recommended action.</summary>
internal sealed record PowerShellError(string Id, string Category, string Message, string Action, string Target, bool IsTerminating)
{
    /// <summary>The message and the recommended action: what a user reads.</summary>
    public string Text => $"{Message} {Action}";

    public override string ToString() => $"{Id}: {Text}";
}

/// <summary>What a script wrote.</summary>
internal sealed record PowerShellOutput
{
    /// <summary>The output objects as JSON, in order.</summary>
    public IReadOnlyList<JsonElement> Objects { get; init; } = [];

    public IReadOnlyList<PowerShellError> Errors { get; init; } = [];

    public IReadOnlyList<string> Warnings { get; init; } = [];

    public IReadOnlyList<string> Information { get; init; } = [];

    public IReadOnlyList<string> Verbose { get; init; } = [];

    /// <summary>The text that went to the console directly, such as the lines of -WhatIf.</summary>
    public string Console { get; init; } = "";

    /// <summary>Everything that a user reads besides the objects.</summary>
    public string Text => string.Join('\n', [.. Errors.Select(static error => error.Text), .. Warnings, .. Information, Console]);

    /// <summary>The only object. Fails if there are others, or none.</summary>
    public JsonElement Single() => Assert.Single(Objects);

    /// <summary>A property of each object as text.</summary>
    public IReadOnlyList<string> Values(string property) => [.. Objects.Select(item => item.GetProperty(property).ToString())];

    /// <summary>Fails if the script wrote an error.</summary>
    public PowerShellOutput WithoutErrors()
    {
        Assert.Empty(Errors.Select(static error => error.ToString()));
        return this;
    }
}
