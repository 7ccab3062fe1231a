using System.Globalization;
using NemoVideo.Client.Http;
using NemoVideo.Client.Json;

namespace NemoVideo.Client.Identity;

/// <summary>Asks for a free token: <c>POST /api/auth/anonymous-token</c> (protocol section 3).</summary>
internal sealed class FreeTokenRequest(ApiTransport transport, ApiOrigin origin, string clientId)
{
    public async Task<FreeTokenGrant> SendAsync(CancellationToken cancellationToken)
    {
        using var request = new ApiRequest(CallKind.Once, HttpMethod.Post, origin.Resolve("api/auth/anonymous-token"))
        {
            IsAuthorized = false,
        };
        request.Headers.TryAddWithoutValidation("X-Client-Id", clientId);
        using var clock = transport.StartClock(
            transport.Limits.RequestTimeout, Timeout.InfiniteTimeSpan, cancellationToken);
        var data = await transport.SendAsync(request, clock).ConfigureAwait(false);
        return data.Text("token") is { Length: > 0 } token
            ? new FreeTokenGrant(token, data.Text("user_id"), ReadTime(data.Text("expires_at")))
            : throw new NemoException(
                NemoErrorKind.InvalidAnswer,
                "The service's answer holds no token.",
                "Check that the API address is right.");
    }

    public static DateTimeOffset? ReadTime(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}
