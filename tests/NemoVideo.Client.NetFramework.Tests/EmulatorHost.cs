using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using NemoVideo.Client.Tests;
using NemoVideo.Emulator.Configuration;
using NemoVideo.Emulator.Recording;

namespace NemoVideo.Emulator;

/// <summary>
/// An emulator in a process of its own, with the members of the class in the emulator that the tests use. .NET Framework can't load that
/// class. Tests with the same options use the same process one after the other.
/// </summary>
internal sealed class EmulatorHost : IAsyncDisposable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    private readonly EmulatorProcess _process;
    private readonly long _lastRequest;
    private readonly int _failureCount;
    private bool _isReusable = true;

    private EmulatorHost(EmulatorProcess process)
    {
        _process = process;
        _lastRequest = Requests is [.., var last] ? last.Id : 0;
        _failureCount = Failures.Count;
    }

    public Uri Url => _process.Url;

    /// <summary>The requests of this test.</summary>
    public IReadOnlyList<RequestRecord> Requests => Get<List<RequestRecord>>($"requests?after={_lastRequest}");

    /// <summary>The internal errors of the emulator during this test.</summary>
    public IReadOnlyList<string> Failures => [.. Get<List<string>>("failures").Skip(_failureCount)];

    public static async Task<EmulatorHost> StartAsync(EmulatorOptions options, CancellationToken cancellationToken) =>
        new(await EmulatorProcess.TakeAsync(options, cancellationToken));

    public void AddFault(string specification) => Send(HttpMethod.Post, "faults", specification);

    public void ClearFaults() => Send(HttpMethod.Delete, "faults");

    public void ReleaseHeld() => Send(HttpMethod.Post, "release");

    public void RevokeTokens() => Send(HttpMethod.Post, "revoke");

    public void SetCredits(long available)
    {
        _isReusable = false;
        Send(HttpMethod.Post, "credits", $$"""{"available":{{available}}}""");
    }

    /// <summary>Waits until a past or future request matches the condition.</summary>
    public async Task<RequestRecord> WaitForRequestAsync(Func<RequestRecord, bool> condition, CancellationToken cancellationToken)
    {
        var pollInterval = TimeSpan.FromMilliseconds(20);
        while (true)
        {
            if (Requests.FirstOrDefault(condition) is { } found)
            {
                return found;
            }

            await Task.Delay(pollInterval, cancellationToken);
        }
    }

    public ValueTask DisposeAsync()
    {
        if (_isReusable)
        {
            ClearFaults();
            ReleaseHeld();
            _process.Return();
        }
        else
        {
            _process.Stop();
        }

        return default;
    }

    private T Get<T>(string name) => JsonSerializer.Deserialize<T>(Send(HttpMethod.Get, name), Json)!;

    private string Send(HttpMethod method, string name, string body = "")
    {
        using var request = new HttpRequestMessage(method, new Uri(Url, "/_emulator/" + name));
        request.Content = method == HttpMethod.Post ? new StringContent(body, Encoding.UTF8) : null;
        using var response = _process.Http.SendAsync(request).GetAwaiter().GetResult();
        var text = response.Content.ReadAsStringAsync().GetAwaiter().GetResult();
        Assert.True(response.IsSuccessStatusCode, $"The emulator returned {response.StatusCode} for {name}: {text}");
        return text;
    }
}
