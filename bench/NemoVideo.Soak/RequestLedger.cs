using System.Globalization;
using System.Text.RegularExpressions;

namespace NemoVideo.Soak;

/// <summary>
/// What the server has on record of requests, taken over piece by piece: counts, and for the rounds that are not checked yet how
/// often each thing was done.
/// </summary>
internal sealed partial class RequestLedger
{
    private const int KeptExamples = 10;

    private readonly List<string> _examples = [];
    private readonly HashSet<long> _taken = [];
    private readonly Dictionary<string, int> _done = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, long> _counts = new(StringComparer.Ordinal);

    /// <summary>The last request up to which all have ended.</summary>
    public long Cursor { get; private set; }

    /// <summary>Requests by method and kind.</summary>
    public IReadOnlyDictionary<string, long> Counts => _counts;

    /// <summary>Requests to the API that do not say in whose name they are sent.</summary>
    public long WithoutAttribution { get; private set; }

    /// <summary>Requests that were answered with a failure.</summary>
    public long Refused { get; private set; }

    /// <summary>Requests that ended without an answer.</summary>
    public long Broken { get; private set; }

    /// <summary>Requests whose connection was gone before the server had noted the end of its answer.</summary>
    public long Cut { get; private set; }

    /// <summary>The first that were refused, broken or cut.</summary>
    public IReadOnlyList<string> Examples => _examples;

    /// <summary>Requests that the server had forgotten before they were read.</summary>
    public long Missing { get; private set; }

    /// <summary>Takes over what has ended; to be given what comes behind <see cref="Cursor"/>.</summary>
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

    /// <summary>How often something was done for a round: see <see cref="RoundCheck"/>.</summary>
    public int Done(string what) => _done.GetValueOrDefault(what);

    /// <summary>It was checked: the room is free again.</summary>
    public void Forget(string what) => _done.Remove(what);

    private void Count(ServerRequest request)
    {
        var kind = $"{request.Method} {Id().Replace(request.Path, "*")}";
        _counts[kind] = _counts.GetValueOrDefault(kind) + 1;
        WithoutAttribution += request.HasAttribution ? 0 : 1;
        Refused += request.Status >= 400 ? 1 : 0;
        Broken += request.Status is null ? 1 : 0;
        Cut += request is { Status: not null, State: not "completed" } ? 1 : 0;
        if (_examples.Count < KeptExamples && request is { Status: null or >= 400 } or { State: not "completed" })
        {
            _examples.Add($"{request.Id} {kind}: {request.Status?.ToString(CultureInfo.InvariantCulture) ?? "no answer"}, {request.State}");
        }

        if (request.IsAnswered && What(request) is { } what)
        {
            _done[what] = Done(what) + 1;
        }
    }

    private static string? What(ServerRequest request) => (request.Method, request.Path) switch
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
