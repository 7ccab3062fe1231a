namespace NemoVideo.Help;

/// <summary>A problem of a page, which fails the build. The line is counted from 1.</summary>
internal sealed record Problem(string Path, int Line, string Code, string Text)
{
    /// <summary>The format of an MSBuild error, which editors link to the line.</summary>
    public override string ToString() => $"{Path}({Line}): error {Code}: {Text}";
}

/// <summary>The codes of the build errors.</summary>
internal static class ProblemCodes
{
    public const string MissingPage = "NEMOHELP001";
    public const string LeftoverPage = "NEMOHELP002";
    public const string MissingParameter = "NEMOHELP003";
    public const string LeftoverParameter = "NEMOHELP004";
    public const string Examples = "NEMOHELP005";
    public const string Section = "NEMOHELP006";
    public const string Syntax = "NEMOHELP007";
    public const string ParameterFact = "NEMOHELP008";
    public const string FrontMatter = "NEMOHELP009";
    public const string Types = "NEMOHELP010";
    public const string Link = "NEMOHELP011";
    public const string Topic = "NEMOHELP012";
    public const string Markdown = "NEMOHELP013";
}

/// <summary>Adds the problems of one page to those of all pages.</summary>
internal sealed class ProblemList(string path, List<Problem> all)
{
    public string Path => path;

    public void Add(int line, string code, string text) => all.Add(new Problem(path, line, code, text));
}
