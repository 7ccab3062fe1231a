namespace NemoVideo.Emulator;

/// <summary>A running emulator of the NemoVideo service on loopback. One process can run several.</summary>
public sealed class EmulatorHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private EmulatorHost(WebApplication app)
    {
        _app = app;
        Url = new Uri(app.Urls.First());
        CdnUrl = Service<CdnAddress>().Root!;
    }

    /// <summary>The URL of the API: the requested address, with its actual port.</summary>
    public Uri Url { get; }

    /// <summary>The URL of the CDN, which output URLs use. Clients must not send a bearer token to it.</summary>
    public Uri CdnUrl { get; }

    /// <summary>The requests so far, in order of arrival.</summary>
    public IReadOnlyList<RequestRecord> Requests => Service<RequestLog>().Snapshot();

    /// <summary>The internal errors of the emulator. Each of them is a bug in the emulator.</summary>
    public IReadOnlyList<string> Failures => Service<RequestLog>().Failures;

    /// <summary>All sessions, in order of creation.</summary>
    public IReadOnlyList<SessionRecord> Sessions => Service<SessionStore>().Snapshot();

    /// <summary>The number of accepted renders.</summary>
    public int RenderCount => Service<RenderQueue>().Snapshot().Count;

    /// <summary>The method and the route of each endpoint of the service, such as <c>GET /api/state/nemo_agent/me/{sessionId}/latest</c>.</summary>
    internal IReadOnlyList<string> Routes =>
    [
        .. from endpoint in Service<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
           where endpoint.RoutePattern.RawText is { } route && (route.StartsWith("/api/", StringComparison.Ordinal) || route == "/run_sse")
           from method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? []
           select $"{method} {endpoint.RoutePattern.RawText}",
    ];

    /// <summary>Starts an emulator.</summary>
    /// <param name="options">The settings; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels the start.</param>
    /// <exception cref="FormatException">The address or a fault is invalid.</exception>
    /// <exception cref="CryptographicException">The certificate is invalid.</exception>
    /// <exception cref="IOException">The port is in use, or the folder can't be used.</exception>
    public static async Task<EmulatorHost> StartAsync(EmulatorOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new EmulatorOptions();
        var app = EmulatorApplication.Build(options);
        try
        {
            await app.StartAsync(cancellationToken);
            app.Services.GetRequiredService<CdnAddress>().Root = new Uri(app.Urls.Last());
            app.Services.GetRequiredService<RenderQueue>().Resume();
            return new EmulatorHost(app);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    /// <summary>Adds a fault to the plan, such as <c>POST /run_sse: drop after 3 events</c>.</summary>
    /// <exception cref="FormatException">The line isn't a fault.</exception>
    public void AddFault(string specification) => Service<FaultPlan>().Add(FaultRule.Parse(specification, isFromRequest: false));

    /// <summary>Removes all faults.</summary>
    public void ClearFaults() => Service<FaultPlan>().Clear();

    /// <summary>Continues the requests that faults hold now.</summary>
    public void ReleaseHeld() => Service<RequestLog>().Released.Raise();

    /// <summary>Sets the credits of every token.</summary>
    public void SetCredits(long available) => Service<TokenStore>().SetCredits(available);

    /// <summary>Revokes all tokens that were issued so far.</summary>
    public void RevokeTokens() => Service<TokenStore>().RevokeAll();

    /// <summary>Waits until a past or future request matches the condition.</summary>
    /// <exception cref="OperationCanceledException">The token was canceled.</exception>
    public Task<RequestRecord> WaitForRequestAsync(Func<RequestRecord, bool> condition, CancellationToken cancellationToken) =>
        Service<RequestLog>().WaitAsync(condition, cancellationToken);

    /// <summary>Stops the emulator with its connections and renders, and deletes its temporary folder.</summary>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private T Service<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();
}
