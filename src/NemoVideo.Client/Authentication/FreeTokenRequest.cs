using System.Globalization;
using System.Text.Json;
using NemoVideo.Client.Errors;
using NemoVideo.Client.Journal;
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
        transport.Redaction.Add(clientId.Spellings);
        request.Headers.TryAddWithoutValidation("X-Client-Id", clientId.Value);
        var data = await transport.SendAsync(request, cancellationToken).ConfigureAwait(false);
        return ReadGrant(data, transport.Redaction) ?? throw new NemoException(
            NemoErrorKind.InvalidResponse,
            "The service's answer holds no token that can be used.",
            "Check that the API address is right.");
    }

    /// <summary>Reads a token and makes it a secret of the connection; null if there is none that can be used.</summary>
    /// <param name="data">The response, or what was cached of it.</param>
    /// <param name="redaction">Gets the token. A user with a secret in its ID isn't read: the ID is shown.</param>
    public static FreeTokenGrant? ReadGrant(JsonElement data, Redaction redaction)
    {
        if (data.Text("token") is not { } token || !AccessToken.CanBe(token))
        {
            return null;
        }

        redaction.Add(token);
        var user = data.Id("user_id");
        return new FreeTokenGrant(token, user is null || redaction.IsIn(user) ? null : user, ReadTime(data.Text("expires_at")));
    }

    private static DateTimeOffset? ReadTime(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}
