using System.Net;
using System.Net.Sockets;
using System.Text;

namespace NemoVideo.Acceptance.Tests.Harness;

/// <summary>Sends bytes of an event stream at once.</summary>
internal delegate Task StreamWriter(ReadOnlyMemory<byte> bytes);

/// <summary>
/// A service on loopback with one session. It sends the bytes of an event stream exactly as a test says, which the emulator can't. Each
/// message changes the timeline.
/// </summary>
internal sealed class ScriptedService : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<string, StreamWriter, Task> _stream;
    private readonly Task _accepting;
    private int _messageCount;

    /// <summary>Starts the service.</summary>
    /// <param name="stream">Sends the event stream for a message.</param>
    public ScriptedService(Func<string, StreamWriter, Task> stream)
    {
        _stream = stream;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>The URL of the API.</summary>
    public string Url => $"http://{_listener.LocalEndpoint}/";

    /// <summary>The number of messages so far.</summary>
    public int MessageCount => Volatile.Read(ref _messageCount);

    /// <summary>Whether a stream is delimited by the end of the connection, as in HTTP/1.0, instead of in chunks.</summary>
    public bool EndsWithConnection { get; set; }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true)
            {
                connections.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
                connections.RemoveAll(static connection => connection.IsCompletedSuccessfully);
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                client.NoDelay = true;
                await using var connection = new BufferedStream(client.GetStream());
                while (await ReadHeadAsync(connection) is { } head)
                {
                    var body = await ReadBodyAsync(connection, head);
                    if (!head[0].StartsWith("POST /run_sse ", StringComparison.Ordinal))
                    {
                        var answer = Encoding.UTF8.GetBytes(Answer(head[0]));
                        await SendAsync(client, Head($"application/json\r\nContent-Length: {answer.Length}"), answer);
                        continue;
                    }

                    await StreamAsync(client, body);
                    if (EndsWithConnection)
                    {
                        return;
                    }
                }
            }
            catch (Exception exception) when (exception is IOException or OperationCanceledException)
            {
                // The client has closed the connection, or the test has ended.
            }
        }
    }

    private async Task StreamAsync(TcpClient client, string body)
    {
        Interlocked.Increment(ref _messageCount);
        var message = JsonElement.Parse(body).GetProperty("new_message").GetProperty("parts")[0].GetProperty("text").GetString()!;
        await SendAsync(client, Head("text/event-stream\r\n" + (EndsWithConnection ? "Connection: close" : "Transfer-Encoding: chunked")));
        await _stream(message, bytes => EndsWithConnection
            ? SendAsync(client, bytes)
            : SendAsync(client, Encoding.ASCII.GetBytes($"{bytes.Length:x}\r\n"), bytes, "\r\n"u8.ToArray()));
        if (!EndsWithConnection)
        {
            await SendAsync(client, "0\r\n\r\n"u8.ToArray());
        }
    }

    // In one packet.
    private Task SendAsync(TcpClient client, params IEnumerable<ReadOnlyMemory<byte>> parts) =>
        client.GetStream().WriteAsync(parts.SelectMany(static part => part.ToArray()).ToArray(), _stop.Token).AsTask();

    private static ReadOnlyMemory<byte> Head(string headers) =>
        Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Type: {headers}\r\n\r\n");

    private async Task<List<string>?> ReadHeadAsync(Stream connection)
    {
        var lines = new List<string>();
        var line = new StringBuilder();
        var next = new byte[1];
        while (await connection.ReadAsync(next, _stop.Token) == 1)
        {
            if (next[0] != '\n')
            {
                line.Append((char)next[0]);
                continue;
            }

            if (line is { Length: 1 })
            {
                return lines;
            }

            lines.Add(line.ToString().TrimEnd('\r'));
            line.Clear();
        }

        return null;
    }

    private async Task<string> ReadBodyAsync(Stream connection, List<string> head)
    {
        const string Name = "Content-Length: ";
        var length = head.SingleOrDefault(static line => line.StartsWith(Name, StringComparison.OrdinalIgnoreCase))?[Name.Length..];
        var body = new byte[int.Parse(length ?? "0", CultureInfo.InvariantCulture)];
        await connection.ReadExactlyAsync(body, _stop.Token);
        return Encoding.UTF8.GetString(body);
    }

    private string Answer(string request) => request.Split(' ')[1] switch
    {
        "/api/auth/anonymous-token" => """{"code":0,"data":{"token":"nmv_usr_scripted","user_id":"anon_1","credits":100000}}""",
        "/api/tasks/me/with-session/nemo_agent" => """{"code":0,"data":{"task_id":"task-1","session_id":"session-1"}}""",
        "/api/credits/balance/simple" => """{"code":0,"data":{"available":100000,"frozen":0,"total":100000}}""",
        "/api/state/nemo_agent/me/session-1/latest" => $$"""
            {"code":0,"data":{"session_id":"session-1","task_id":"task-1","state":{"video_infos":[{"filename":"clip.mp4"}],"draft":{"t":[
            {"tt":0,"sg":[{"d":5000}]},{"tt":7,"sg":[{"d":3000,"m":{"title":"Title {{MessageCount}}" } }]}] } } } }
            """,
        _ => """{"code":404}""",
    };
}
