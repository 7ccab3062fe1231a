using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;
using NemoVideo.Emulator.Configuration;
using NemoVideo.Emulator.Recording;
using NemoVideo.Emulator.State;

namespace NemoVideo.Emulator.Faults;

/// <summary>Applies the planned fault to a request. Endpoints apply the faults of streams and renders.</summary>
internal sealed class FaultInjectionMiddleware(
    RequestDelegate next, FaultPlan plan, ReleaseSignal release, TokenStore tokens, EmulatorOptions options, IHostApplicationLifetime lifetime)
{
    public async Task InvokeAsync(HttpContext http)
    {
        var request = http.Request;
        if (request.Path.StartsWithSegments("/_emulator") || plan.Take(request.Method, request.Path.Value ?? "/") is not { } fault)
        {
            await next(http);
            return;
        }

        switch (fault.Kind)
        {
            case FaultKind.Reset:
                http.ResetConnection();
                break;
            case FaultKind.Status:
                await RespondAsync(http, new Refusal(fault.Number, CodeOf(fault.Number), "fault") { RetryAfterSec = fault.RetryAfterSec });
                break;
            case FaultKind.Code:
                await RespondAsync(http, new Refusal(200, fault.Number, "fault"));
                break;
            case FaultKind.Response:
                await RespondAsync(http, Results.Text(fault.Argument ?? "", fault.MediaType ?? "application/json", Encoding.UTF8, fault.Number));
                break;
            case FaultKind.Flood:
                await RespondAsync(http, new FloodResult(fault));
                break;
            case FaultKind.Redirect:
                http.Response.Headers.Location = fault.Argument!.Replace("*", request.Path.ToUriComponent(), StringComparison.Ordinal);
                await RespondAsync(http, Results.StatusCode(fault.Number == 0 ? StatusCodes.Status302Found : fault.Number));
                break;
            case FaultKind.DropResponse:
                http.Response.OnStarting(() =>
                {
                    http.ResetConnection();
                    return Task.CompletedTask;
                });
                await next(http);
                break;
            case FaultKind.HoldResponse:
                var released = release.Next;
                http.Response.OnStarting(() => HoldAsync(http, released));
                await next(http);
                break;
            case FaultKind.HoldRequestBody:
                // The wait starts now: a test that sees the first bytes can release the rest at once.
                request.Body = new PausedRequestBody(request.Body, fault.Number, HoldAsync(http, release.Next));
                await next(http);
                break;
            case FaultKind.TruncateResponse:
                await BufferedResponse.TruncateAsync(http, next, fault.Number);
                break;
            case FaultKind.StatusAfterWork:
                await BufferedResponse.ReplaceAsync(http, next, new Refusal(fault.Number, fault.Number, "fault"));
                break;
            case FaultKind.DuplicateResponse:
                var transport = (DuplicatingTransport)http.Features.GetRequiredFeature<IConnectionTransportFeature>().Transport;
                transport.StartBuffering();
                http.Response.OnCompleted(transport.SendTwiceAsync);
                await next(http);
                break;
            case FaultKind.RevokeTokens:
                tokens.RevokeAll();
                await next(http);
                break;
            case FaultKind.DropBody or FaultKind.HoldBody or FaultKind.ThrottleBody:
                http.Response.Body = BodyOf(http, fault);
                await next(http);
                break;
            default:
                http.Features.Set(fault);
                await next(http);
                break;
        }
    }

    private ResponseBody BodyOf(HttpContext http, FaultRule fault)
    {
        var released = release.Next;
        return fault.Kind switch
        {
            FaultKind.HoldBody => new PausedResponseBody(http.Response.Body, fault.Number, () => HoldAsync(http, released)),
            FaultKind.ThrottleBody => new ThrottledResponseBody(http.Response.Body, fault.Number, fault.Pause, options.TimeProvider),
            _ => new InterruptedResponseBody(http, fault.Number),
        };
    }

    private async Task HoldAsync(HttpContext http, Task released)
    {
        http.Features.Get<RequestEntry>()?.AddHold();
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, lifetime.ApplicationStopping);
        await released.WaitAsync(linked.Token);
    }

    private static async Task RespondAsync(HttpContext http, IResult response)
    {
        // Without reading the request to its end, a client that is still uploading would see a broken pipe instead of the response.
        await http.Request.Body.CopyToAsync(Stream.Null, http.RequestAborted);
        await response.ExecuteAsync(http);
    }

    // The code for a status (protocol section 2).
    private static int CodeOf(int status) => status == StatusCodes.Status401Unauthorized ? 1001 : status;
}
