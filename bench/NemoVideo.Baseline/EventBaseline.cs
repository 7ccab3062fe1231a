using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.ServerSentEvents;
using System.Text;
using System.Text.Json;

namespace NemoVideo.Baseline;

/// <summary>Reads event streams with what .NET contains: HttpClient, SseParser and JsonDocument.</summary>
public static class EventBaseline
{
    /// <summary>Sends a message and reads the type of each event.</summary>
    /// <returns>The number of events.</returns>
    public static int Count(string url, string message)
    {
        using var http = new HttpClient();
        return CountAsync(http, url, message).GetAwaiter().GetResult();
    }

    /// <summary>Sends a message whose events contain the time at which they were sent.</summary>
    /// <returns>The milliseconds until each of them was read.</returns>
    public static double[] ReadDelays(string url, string message)
    {
        using var http = new HttpClient();
        return ReadDelaysAsync(http, url, message).GetAwaiter().GetResult();
    }

    /// <summary>Reads the type of each event of a stream.</summary>
    /// <returns>The number of events with a type.</returns>
    public static async Task<int> CountAsync(Stream body)
    {
        var count = 0;
        await foreach (var item in SseParser.Create(body, static (_, data) => Parse(data)).EnumerateAsync())
        {
            using var document = item.Data;
            count += document.RootElement.GetProperty("type").GetString()!.Length > 0 ? 1 : 0;
        }

        return count;
    }

    private static async Task<int> CountAsync(HttpClient http, string url, string message)
    {
        using var response = await SendAsync(http, url, message);
        using var body = await response.Content.ReadAsStreamAsync();
        return await CountAsync(body);
    }

    private static async Task<double[]> ReadDelaysAsync(HttpClient http, string url, string message)
    {
        var delays = new List<double>();
        using var response = await SendAsync(http, url, message);
        using var body = await response.Content.ReadAsStreamAsync();
        await foreach (var item in SseParser.Create(body, static (_, data) => Parse(data)).EnumerateAsync())
        {
            var now = Stopwatch.GetTimestamp();
            using var document = item.Data;
            delays.Add(Stopwatch.GetElapsedTime(document.RootElement.GetProperty("args").GetProperty("at").GetInt64(), now).TotalMilliseconds);
        }

        return [.. delays];
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient http, string url, string message)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{url}/run_sse");
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        request.Content = new StringContent(
            $$$"""{"app_name":"nemo_agent","user_id":"me","session_id":"s","new_message":{"parts":[{"text":"{{{message}}}"}]}}""", Encoding.UTF8, "application/json");
        return await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    private static JsonDocument Parse(ReadOnlySpan<byte> data)
    {
        var reader = new Utf8JsonReader(data);
        return JsonDocument.ParseValue(ref reader);
    }
}
