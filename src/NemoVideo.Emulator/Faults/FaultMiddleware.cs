using System.Text;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;
using NemoVideo.Emulator.Configuration;
using NemoVideo.Emulator.Protocol;
using NemoVideo.Emulator.Recording;
using NemoVideo.Emulator.State;

namespace NemoVideo.Emulator.Faults;

/// <summary>Lets the planned fault befall a request; those of streams are handed on to the stream.</summary>
internal sealed class FaultMiddleware(
    RequestDelegate next, FaultPlan plan, HoldGate holds, TokenStore tokens, EmulatorOptions options, IHostApplicationLifetime lifetime)
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
                http.Reset();
                break;
            case FaultKind.Status:
                await RefuseAsync(http, new Refusal(fault.Number, CodeOf(fault.Number), "fault") { RetryAfterSec = fault.RetryAfterSec }.ToResult());
                break;
            case FaultKind.Code:
                await RefuseAsync(http, new Refusal(200, fault.Number, "fault").ToResult());
                break;
            case FaultKind.Response:
                await RefuseAsync(http, Results.Text(fault.Argument ?? "", fault.MediaType ?? "application/json", Encoding.UTF8, fault.Number));
                break;
            case FaultKind.Flood:
                await RefuseAsync(http, new FloodResult(fault));
                break;
            case FaultKind.Redirect:
                http.Response.Headers.Location = fault.Argument!.Replace("*", request.Path.ToUriComponent(), StringComparison.Ordinal);
                await RefuseAsync(http, Results.StatusCode(fault.Number == 0 ? StatusCodes.Status302Found : fault.Number));
                break;
            case FaultKind.DropAnswer:
                http.Response.OnStarting(() =>
                {
                    http.Reset();
                    return Task.CompletedTask;
                });
                await next(http);
                break;
            case FaultKind.HoldAnswer:
                var released = holds.Released;
                http.Response.OnStarting(() => HoldAsync(http, released));
                await next(http);
                break;
            case FaultKind.HoldBody:
                // From now on, since whoever sees the bytes may release the rest at once.
                request.Body = new HeldBody(request.Body, fault.Number, HoldAsync(http, holds.Released));
                await next(http);
                break;
            case FaultKind.CutAnswer:
                await WithheldResponse.CutAsync(http, next, fault.Number);
                break;
            case FaultKind.StatusAfterWork:
                await WithheldResponse.ReplaceAsync(http, next, new Refusal(fault.Number, fault.Number, "fault").ToResult());
                break;
            case FaultKind.RepeatAnswer:
                var transport = (RepeatingTransport)http.Features.GetRequiredFeature<IConnectionTransportFeature>().Transport;
                transport.Withhold();
                http.Response.OnCompleted(transport.SendTwiceAsync);
                await next(http);
                break;
            case FaultKind.RevokeTokens:
                tokens.RevokeAll();
                await next(http);
                break;
            case FaultKind.DropBody or FaultKind.StallBody or FaultKind.DripBody:
                http.Response.Body = BodyOf(http, fault);
                await next(http);
                break;
            default:
                http.Features.Set(fault);
                await next(http);
                break;
        }
    }

    private ResponseBody BodyOf(HttpContext http, FaultSpecification fault)
    {
        var released = holds.Released;
        return fault.Kind switch
        {
            FaultKind.StallBody => new StalledBody(http.Response.Body, fault.Number, () => HoldAsync(http, released)),
            FaultKind.DripBody => new DrippedBody(http.Response.Body, fault.Number, fault.Pause, options.TimeProvider),
            _ => new CutBody(http, fault.Number),
        };
    }

    private async Task HoldAsync(HttpContext http, Task released)
    {
        http.Features.Get<RequestEntry>()?.Held();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, lifetime.ApplicationStopping);
        await released.WaitAsync(either.Token);
    }

    private static async Task RefuseAsync(HttpContext http, IResult refusal)
    {
        // Read to the end, else a client in the middle of an upload loses the answer to a broken pipe.
        await http.Request.Body.CopyToAsync(Stream.Null, http.RequestAborted);
        await refusal.ExecuteAsync(http);
    }

    // Code and status name the same failure (protocol section 2).
    private static int CodeOf(int status) => status == StatusCodes.Status401Unauthorized ? 1001 : status;
}
