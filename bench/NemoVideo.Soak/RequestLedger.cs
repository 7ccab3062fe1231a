using System.Globalization;
using System.Text.RegularExpressions;

namespace NemoVideo.Soak;

/// <summary>
/// Reads the emulator's request log in parts. It counts all requests, and the operations of the rounds that aren't checked yet.
/// </summary>
internal sealed partial class RequestLedger
{
    private const int MaxExamples = 10;

    private readonly List<string> _examples = [];
    private readonly HashSet<long> _taken = [];
    private readonly Dictionary<string, int> _operations = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, long> _counts = new(StringComparer.Ordinal);

    /// <summary>All requests up to this ID have ended.</summary>
    public long Cursor { get; private set; }

    /// <summary>Requests by method and kind.</summary>
    public IReadOnlyDictionary<string, long> Counts => _counts;

    /// <summary>Requests to the API without the attribution headers.</summary>
    public long WithoutAttribution { get; private set; }

    /// <summary>Requests with an error status.</summary>
    public long Rejected { get; private set; }

    /// <summary>Requests without a response.</summary>
    public long Broken { get; private set; }

    /// <summary>Requests whose connection ended before the emulator recorded the end of the response.</summary>
    public long Cut { get; private set; }

    /// <summary>The first requests of the three kinds above.</summary>
    public IReadOnlyList<string> Examples => _examples;

    /// <summary>Requests that the emulator removed before they were read.</summary>
    public long Missing { get; private set; }

    /// <summary>Counts the requests that have ended. The list starts after <see cref="Cursor"/>.</summary>
    public void Take(IReadOnlyList<ServerRequest> requests)
    {
        if (requests is [var first, ..] && first.Id > Cursor + 1)
        {
            Missing += first.Id - Cursor - 1;
            Cursor = first.Id - 1;
        }

        foreach (var request in requests.Where(request => !request.IsOpen && _taken.Add(request.Id)))
        {
            Count(request);
        }

        while (_taken.Remove(Cursor + 1))
        {
            Cursor++;
        }
    }

    /// <summary>How often an operation was done: see <see cref="RoundCheck"/>.</summary>
    public int Done(string operation) => _operations.GetValueOrDefault(operation);

    public void Forget(string operation) => _operations.Remove(operation);

    private void Count(ServerRequest request)
    {
        var kind = $"{request.Method} {Id().Replace(request.Path, "*")}";
        _counts[kind] = _counts.GetValueOrDefault(kind) + 1;
        WithoutAttribution += request.HasAttribution ? 0 : 1;
        Rejected += request.Status >= 400 ? 1 : 0;
        Broken += request.Status is null ? 1 : 0;
        Cut += request is { Status: not null, State: not "completed" } ? 1 : 0;
        if (_examples.Count < MaxExamples && request is { Status: null or >= 400 } or { State: not "completed" })
        {
            _examples.Add($"{request.Id} {kind}: {request.Status?.ToString(CultureInfo.InvariantCulture) ?? "no response"}, {request.State}");
        }

        if (request.IsAnswered && OperationOf(request) is { } operation)
        {
            _operations[operation] = Done(operation) + 1;
        }
    }

    private static string? OperationOf(ServerRequest request) => (request.Method, request.Path) switch
    {
        ("POST", "/run_sse") => "message " + Session().Match(request.Body ?? "").Groups[1].Value,
        ("POST", "/api/render/proxy/lambda") => "submit " + Render().Match(request.Body ?? "").Groups[1].Value,
        ("POST", var path) when path.StartsWith("/api/upload-video/", StringComparison.Ordinal) => "upload " + path[(path.LastIndexOf('/') + 1)..],
        ("GET", var path) when request.Origin == "cdn" => "video " + path,
        _ => null,
    };

    [GeneratedRegex("""(?<=/)(render_\w+|out_\w+\.mp4|[0-9a-f-]{36})""")]
    private static partial Regex Id();

    [GeneratedRegex("\"session_id\":\"([^\"]+)\"")]
    private static partial Regex Session();

    [GeneratedRegex("\"id\":\"(render_[^\"]+)\"")]
    private static partial Regex Render();
}
