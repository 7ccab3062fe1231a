namespace NemoVideo.Help;

/// <summary>Something in a page that must be mended before the module can be built.</summary>
/// <param name="Path">The page.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Code">One of <see cref="ProblemCodes"/>.</param>
/// <param name="Text">What is wrong, and what to write.</param>
internal sealed record Problem(string Path, int Line, string Code, string Text)
{
    /// <summary>In the form that MSBuild takes for an error and editors for a place to jump to.</summary>
    public override string ToString() => $"{Path}({Line}): error {Code}: {Text}";
}
