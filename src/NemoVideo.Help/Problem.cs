namespace NemoVideo.Help;

/// <summary>A problem of a page, which fails the build. The line is counted from 1.</summary>
internal sealed record Problem(string Path, int Line, string Text)
{
    /// <summary>The format of an MSBuild error, which editors link to the line.</summary>
    public override string ToString() => $"{Path}({Line}): error NEMOHELP: {Text}";
}

/// <summary>Adds the problems of one page to those of all pages.</summary>
internal sealed class ProblemList(string path, List<Problem> all)
{
    public string Path => path;

    public void Add(int line, string text) => all.Add(new Problem(path, line, text));
}
