using System.Globalization;
using System.Text.Json;
using NemoVideo.Client.Errors;
using NemoVideo.Client.Protocol;
using NemoVideo.Client.Transport;

namespace NemoVideo.Client.Authentication;

/// <summary>Asks for a free token: <c>POST /api/auth/anonymous-token</c> (protocol section 3).</summary>
internal sealed class FreeTokenRequest(ApiTransport transport, ApiOrigin origin, ClientId clientId)
{
    public async Task<FreeTokenGrant> SendAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await RequestAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (NemoException failure)
        {
            throw FreeTokenErrors.ToException(failure);
        }
    }

    /// <summary>A client id that is refused is replaced by a new one, once, unless it is the user's own.</summary>
    private async Task<FreeTokenGrant> RequestAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await RequestOnceAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (NemoException refused) when (FreeTokenErrors.IsOfClientId(refused) && !clientId.IsGiven)
        {
            clientId.Replace();
            return await RequestOnceAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<FreeTokenGrant> RequestOnceAsync(CancellationToken cancellationToken)
    {
        using var request = new ApiRequest(RequestKind.Create, HttpMethod.Post, origin.Resolve("api/auth/anonymous-token"))
        {
            IsAuthorized = false,
            BringsToken = true,
        };
        request.Headers.TryAddWithoutValidation("X-Client-Id", clientId.Value);
        var data = await transport.SendAsync(request, cancellationToken).ConfigureAwait(false);
        return data.Text("token") is { } token && AccessToken.CanBe(token)
            ? new FreeTokenGrant(token, ReadUser(data, token), ReadTime(data.Text("expires_at")))
            : throw new NemoException(
                NemoErrorKind.InvalidResponse,
                "The service's answer holds no token that can be used.",
                "Check that the API address is right.");
    }

    /// <summary>The user; null also if the token is in it: the user is shown.</summary>
    public static string? ReadUser(JsonElement data, string token) =>
        data.Id("user_id") is { } user && !new Redaction(() => token).IsIn(user) ? user : null;

    public static DateTimeOffset? ReadTime(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}
