namespace NemoVideo.Client.Tests.Faults;

/// <summary>A fault: a row of the table. <c>Action</c> is its action in the fault plan; null if the connection itself fails.</summary>
internal sealed record Fault(string Name, string? Action = null)
{
    private const string Truncated = "cut answer to 8 bytes";

    public static IReadOnlyList<Fault> All { get; } =
    [
        new("refused"),
        new("DNS failure"),
        new("reset before work", "reset"),
        new("reset before response", "drop before answer"),
        new("reset mid-body", "drop after 5 bytes"),
        new("stall before response", "hold before answer"),
        new("stall mid-body", "hold after 5 bytes"),
        new("slow drip", "drip 16 bytes every 1 ms"),
        new("408", "status 408"),
        new("429", "status 429"),
        new("429 Retry-After", "status 429 retry-after 7"),
        new("500", "status 500"),
        new("502", "status 502"),
        new("503", "status 503"),
        new("504", "status 504"),
        new("504 after work", "status 504 after work"),
        new("401", "revoke tokens"),
        new("truncated JSON", Truncated),
        new("empty 200", "cut answer to 0 bytes"),
        new("duplicate response", "answer twice"),
        new("closed between events", "drop after 2 events") { IsOfStream = true },
        new("ended between events", "end after 2 events") { IsOfStream = true },
    ];

    /// <summary>Whether the fault applies only to event streams.</summary>
    public bool IsOfStream { get; private init; }

    public static Fault Named(string name) => All.Single(fault => fault.Name == name);

    /// <summary>Whether the fault applies to a call.</summary>
    public bool Fits(FaultCall call) => !IsOfStream || call.IsStream;

    /// <summary>The line of the fault plan that injects the fault, once or always.</summary>
    public string LineFor(FaultCall call, bool isOnce) => $"{call.Call.Method} {call.Path}: {ActionFor(call)}{(isOnce ? "" : " x*")}";

    // Without a request for a token, no token can be revoked.
    private string ActionFor(FaultCall call) =>
        Action == "revoke tokens" && !call.Call.IsAuthorized ? "status 401"
        : Name == "slow drip" && call.IsFile ? "drip 2048 bytes every 1 ms"
        : Action!;
}
