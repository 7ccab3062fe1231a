namespace NemoVideo.Help;

/// <summary>Collects what is wrong with one page, so that a build tells all of it at once.</summary>
internal sealed class ProblemList(string path)
{
    private readonly List<Problem> _problems = [];

    public string Path => path;

    public IReadOnlyList<Problem> Problems => _problems;

    public void Add(int line, string code, string text) => _problems.Add(new Problem(path, line, code, text));
}
