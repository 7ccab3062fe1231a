using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using NemoVideo.Client.Tests.Support;

namespace NemoVideo.Client.Tests.Jobs;

/// <summary>A model of the service: its sessions, messages and renders. Each request, and each line of the log, takes the next number.</summary>
internal sealed class ModelService(IReadOnlyList<int> faults)
{
    private readonly Dictionary<string, int> _edits = new(StringComparer.Ordinal);
    private readonly HashSet<string> _renders = new(StringComparer.Ordinal);
    private readonly List<string> _uploads = [];
    private int _next;
    private int _late;

    /// <summary>Whether there are no more faults.</summary>
    public bool IsReliable { get; set; }

    /// <summary>The messages that were processed, and charged.</summary>
    public List<string> Sent { get; } = [];

    /// <summary>The number of files in the session of each message.</summary>
    public List<int> UploadCounts { get; } = [];

    /// <summary>Whether the next line of the log can't be written.</summary>
    public bool IsDiskFull()
    {
        lock (_edits)
        {
            return Next() < 3;
        }
    }

    public HttpResponseMessage Process(string method, string path, string body)
    {
        lock (_edits)
        {
            return Next() switch
            {
                // Rejected, without an effect.
                < 3 => Json("""{"code":400,"msg":"no"}""", HttpStatusCode.BadRequest),
                < 6 => Limited(),
                < 8 => Json("""{"code":1002,"msg":"no session"}"""),

                // Lost before the request had an effect, or after it. The edit can appear later, or never.
                < 12 => throw new HttpRequestException("lost"),
                < 14 => Page(),
                < 18 => Lose(method, path, body),
                < 21 => Lose(method, path, body, isLate: true),
                < 23 => Lose(method, path, body, isEmpty: true),
                < 26 => Answer(method, path, body, isLost: true),
                < 29 => Answer(method, path, body, isLost: true, isLate: true),

                // Complete, but the edit appears later, never, or with an error.
                < 33 => Answer(method, path, body, isLate: true),
                < 36 => Answer(method, path, body, isEmpty: true),
                < 40 => Answer(method, path, body, error: """data: {"type":"error","message":"no"}"""),
                _ => Answer(method, path, body),
            };
        }
    }

    private static HttpResponseMessage Limited()
    {
        var response = Json("""{"code":429,"msg":"slow down"}""", HttpStatusCode.TooManyRequests);
        response.Headers.RetryAfter = new RetryConditionHeaderValue(TimeSpan.FromSeconds(1));
        return response;
    }

    private static HttpResponseMessage Page() => new(HttpStatusCode.BadGateway) { Content = new StringContent("<html>Bad gateway</html>") };

    /// <summary>The next number; one without a fault at the end.</summary>
    private int Next() => IsReliable || _next >= faults.Count ? int.MaxValue : faults[_next++];

    private HttpResponseMessage Lose(string method, string path, string body, bool isLate = false, bool isEmpty = false)
    {
        Answer(method, path, body, isLate: isLate, isEmpty: isEmpty);
        throw new HttpRequestException("lost");
    }

    private HttpResponseMessage Answer(
        string method, string path, string body, bool isLost = false, bool isLate = false, bool isEmpty = false, string? error = null)
    {
        var response = (method, path.Split('/')) switch
        {
            ("POST", [_, "api", "tasks", ..]) => CreateSession(),
            ("POST", [_, "api", "upload-video", .., var id]) => Known(id, () => Upload(id)),
            ("GET", [_, "api", "state", _, _, var id, _]) => Known(id, () => State(id)),
            ("POST", [_, "run_sse"]) => Send(JsonNode.Parse(body)!, isLate, isEmpty, error),
            ("GET", [_, "api", "credits", ..]) => Json("""{"code":0,"data":{"available":100000}}"""),
            ("POST", [_, "api", "render", "proxy", "lambda"]) => Render(JsonNode.Parse(body)!["id"]!.GetValue<string>()),
            ("GET", [_, "api", "render", "proxy", "lambda", var id]) => _renders.Contains(id) ? Completed(id)
                : Json("""{"code":404,"msg":"no render"}""", HttpStatusCode.NotFound),
            ("GET", [_, "api", "render", "proxy", _, "download"]) => Video(),
            _ => throw new InvalidOperationException($"{method} {path}"),
        };
        return isLost ? Page() : response;
    }

    private HttpResponseMessage CreateSession()
    {
        var id = $"s{_edits.Count}";
        _edits.Add(id, 0);
        return Json($$$"""{"code":0,"data":{"session_id":"{{{id}}}"}}""");
    }

    private HttpResponseMessage Known(string id, Func<HttpResponseMessage> answer) =>
        _edits.ContainsKey(id) ? answer() : Json("""{"code":1002,"msg":"no session"}""");

    private HttpResponseMessage Upload(string id)
    {
        _uploads.Add(id);
        return Json("""{"code":0,"data":{"files":[{"filename":"a.mp4","hash":"h"}]}}""");
    }

    private HttpResponseMessage State(string id)
    {
        var edits = _edits[id];
        if (_late > 0 && --_late == 0)
        {
            _edits[id]++;
        }

        var uploads = string.Join(",", _uploads.Where(one => one == id).Select(static _ => """{"name":"a.mp4"}"""));
        var state = $"\"video_infos\":[{uploads}],\"draft\":{{\"t\":[{{\"tt\":0,\"sg\":[{{\"d\":{1000 + edits}}}]}}]}}";
        return Json($"{{\"code\":0,\"data\":{{\"session_id\":\"{id}\",\"state\":{{{state}}}}}}}");
    }

    private HttpResponseMessage Send(JsonNode message, bool isLate, bool isEmpty, string? error)
    {
        var id = message["session_id"]!.GetValue<string>();
        return Known(id, () =>
        {
            UploadCounts.Add(_uploads.Count(one => one == id));
            Sent.Add(message["new_message"]!["parts"]![0]!["text"]!.GetValue<string>());
            (_late, _edits[id]) = (isLate ? 3 + (Sent.Count * 4) : 0, _edits[id] + (isLate || isEmpty ? 0 : 1));
            return new HttpResponseMessage(HttpStatusCode.OK)
            {
                Content = new StringContent($"data: {{\"type\":\"text\",\"content\":\"Done.\"}}\n\n{error}\n\n", Encoding.UTF8, "text/event-stream"),
            };
        });
    }

    private HttpResponseMessage Render(string id)
    {
        _renders.Add(id);
        return Completed(id);
    }

    private static HttpResponseMessage Completed(string id) => Json($$"""{"id":"{{id}}","status":"completed"}""");

    private static HttpResponseMessage Video() => new(HttpStatusCode.OK)
    {
        Content = new ByteArrayContent(TinyVideo.Of(1, 2, 3)) { Headers = { ContentType = new MediaTypeHeaderValue("video/mp4") } },
    };

    private static HttpResponseMessage Json(string json, HttpStatusCode status = HttpStatusCode.OK) =>
        new(status) { Content = new StringContent(json, Encoding.UTF8, "application/json") };
}
