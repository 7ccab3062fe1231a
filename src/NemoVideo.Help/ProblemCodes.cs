namespace NemoVideo.Help;

/// <summary>The codes of the build errors; the tool's README explains each.</summary>
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
