using System.Globalization;
using NemoVideo.Client.Errors;
using NemoVideo.Client.Http;
using NemoVideo.Client.Tests.Errors;
using NemoVideo.Client.Tests.Support;
using NemoVideo.Emulator;
using NemoVideo.Emulator.Recording;

namespace NemoVideo.Client.Tests.Faults;

/// <summary>
/// Makes one call against its own emulator, with a session, a clip and a render created before the fault. Records what is sent:
/// <c>x</c> the request under test, <c>R</c> a request for a new free token, <c>?</c> a poll for the outcome, <c>A</c> a download
/// through the API, and a number for each delay of the client, in seconds.
/// </summary>
internal sealed class FaultRun : IAsyncDisposable
{
    public const long Credits = 10_000;

    private static readonly NemoLimits Limits = new()
    {
        RetryDelay = TimeSpan.Zero,
        StatePollInterval = TimeSpan.FromSeconds(2),
        RenderPollInterval = TimeSpan.FromSeconds(90),
        RenderTimeout = TimeSpan.FromSeconds(192),
    };

    private readonly Lock _gate = new();
    private readonly List<string> _seen = [];
    private readonly HashSet<long> _stalledIds = [];
    private readonly FaultCall _call;
    private readonly ConnectionFaults _connectionFaults = new();
    private readonly ManualTime _time = new();

    // Earlier requests and objects of the emulator belong to other cells.
    private readonly long _lastOfOthers;

    private NemoClient? _client;
    private bool _hasStarted;
    private TimeSpan _stalled;

    private FaultRun(FaultCall call, EmulatorHost host)
    {
        _call = call;
        Host = host;
        _lastOfOthers = host.Requests.Count;
    }

    public EmulatorHost Host { get; }

    public TemporaryFolder Folder { get; } = new();

    public NemoClient Client => _client!;

    /// <summary>What was created before the fault; null without a client.</summary>
    public CallTarget? Target { get; private set; }

    /// <summary>The requests that were sent, including those before the fault.</summary>
    public IEnumerable<RequestRecord> Requests => Host.Requests.Where(request => request.Id > _lastOfOthers);

    public static async Task<FaultRun> StartAsync(FaultCall call, EmulatorHost host)
    {
        var run = new FaultRun(call, host);
        if (call != FaultCall.Token)
        {
            await run.ConnectAsync();
            await run.PrepareAsync();
        }

        return run;
    }

    public async Task ConnectAsync() => _client = await NemoClient.ConnectAsync(
        new NemoClientOptions
        {
            ApiUrl = Host.Url,
            UseCache = false,
            Limits = Limits,
            Wire = _connectionFaults.Over,
            TimeProvider = _time,
            Observer = new() { Trace = Note },
        },
        TestService.Ending);

    /// <summary>Injects the fault, makes the call, and returns its outcome as one line.</summary>
    public async Task<string> RunAsync(Fault fault, bool isOnce)
    {
        var before = _call.CountCreated(Host);
        if (fault.Action is null)
        {
            _connectionFaults.Redirect(address => _call.IsPath(address.AbsolutePath), fault.Name == "refused" ? _connectionFaults.Refusing : ConnectionFaults.Unknown, isOnce ? 1 : int.MaxValue);
        }
        else
        {
            Host.AddFault(fault.LineFor(_call, isOnce));
        }

        string outcome;
        try
        {
            _hasStarted = true;
            var running = _call.RunAsync(this);
            await AdvanceClockAsync(running);
            FaultCall.AssertComplete(await running, Target);
            outcome = "ok";
        }
        catch (NemoException failure)
        {
            outcome = failure.Kind.ToString();
            Assert.NotEmpty(failure.NextStep);
            Assert.DoesNotContain("nmv_usr_", failure.ToString(), StringComparison.Ordinal);
            Assert.False(File.Exists(Target?.VideoPath));
        }

        _hasStarted = false;
        var created = _call.CountCreated(Host) - before;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{outcome}: {string.Join(' ', _seen)}{(_stalled > TimeSpan.Zero ? $" ({_stalled.TotalSeconds})" : "")}{(created is null ? "" : $" +{created}")}");
    }

    /// <summary>Repeats the call with the same client after the fault has ended.</summary>
    public async Task AskAgainAsync()
    {
        Host.ClearFaults();
        _connectionFaults.Clear();
        if (_client is null)
        {
            return;
        }

        Assert.InRange((await Client.GetCreditAsync(TestService.Ending)).Available, 0, Credits);
    }

    public ValueTask DisposeAsync()
    {
        Host.ClearFaults();
        _client?.Dispose();
        _connectionFaults.Dispose();
        Folder.Dispose();
        Assert.Empty(Host.Failures);
        return ValueTask.CompletedTask;
    }

    private async Task PrepareAsync()
    {
        var session = (await Client.CreateSessionAsync("Summer", "en", TestService.Ending)).Id;
        var clip = await Client.UploadFileAsync(session, Folder.Write("a.mp4", 1000), cancellationToken: TestService.Ending);
        Target = new CallTarget(Client, Folder) { Session = session, Clip = clip.Address! };
        if (_call.Call.IsOfRender)
        {
            var state = await Client.GetStateAsync(session, TestService.Ending);
            var render = await Client.SubmitRenderAsync(state, cancellationToken: TestService.Ending);
            while (!render.IsFinished && _call.Call != ApiCalls.CancelRender)
            {
                render = await Client.GetRenderAsync(render.Id, TestService.Ending);
            }

            Target = Target with { Render = render };
        }
    }

    /// <summary>Advances the clock whenever the client waits for a delay or for a stalled service.</summary>
    private async Task AdvanceClockAsync(Task running)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(TestService.Ending);
        while (!running.IsCompleted)
        {
            var pause = _time.WaitForTimerAsync(static delay => delay > TimeSpan.Zero && delay < Limits.RequestTimeout, over.Token);
            var stall = Host.WaitForRequestAsync(IsNewlyStalled, over.Token);
            var first = await Task.WhenAny(running, pause, stall);
            if (first == stall)
            {
                _stalledIds.Add((await stall).Id);
                _stalled += _call.Deadline(Limits);
                _time.Advance(_call.Deadline(Limits));
            }
            else if (first == pause)
            {
                await LetTheServiceFinishAsync();
                if (await pause != Limits.StatePollInterval)
                {
                    Note((await pause).TotalSeconds.ToString(CultureInfo.InvariantCulture));
                }

                _time.Advance(await pause);
            }
        }

        await over.CancelAsync();
        await running;
    }

    /// <summary>Advancing the clock is instant, but the agent's work continues in real time after a lost connection.</summary>
    private async Task LetTheServiceFinishAsync()
    {
        foreach (var request in Requests.Where(request => _call.Matches(request.Method, request.Path)))
        {
            await Host.WaitForRequestAsync(same => same.Id == request.Id && same.IsDone, TestService.Ending);
        }
    }

    private bool IsNewlyStalled(RequestRecord request) => request.Id > _lastOfOthers && request.HoldCount > 0 && !_stalledIds.Contains(request.Id);

    private void Note(RequestTrace request)
    {
        if (!_hasStarted)
        {
            return;
        }

        if (_call.Matches(request.Method, request.Path))
        {
            Note("x");
        }
        else if (FaultCall.Token.Matches(request.Method, request.Path))
        {
            Note("R");
        }
        else if (request.Path.EndsWith("/download", StringComparison.Ordinal))
        {
            Note("A");
        }
        else if (_seen.Count > 0)
        {
            Note("?");
        }
    }

    private void Note(string seen)
    {
        lock (_gate)
        {
            // The number of polls depends on when the service finishes.
            if (seen != "?" || _seen.LastOrDefault() != "?")
            {
                _seen.Add(seen);
            }
        }
    }
}
