namespace NemoVideo.Client.Http;

/// <summary>A free token (protocol section 3).</summary>
internal sealed record FreeTokenGrant(string Token, string? UserId, DateTimeOffset? ExpiresAt)
{
    /// <summary>Doesn't contain the token.</summary>
    public override string ToString() => nameof(FreeTokenGrant);
}

/// <summary>Requests a free token: <c>POST /api/auth/anonymous-token</c> (protocol section 3).</summary>
internal sealed class FreeTokenRequest(ApiTransport transport, ApiOrigin origin, string clientId)
{
    public async Task<FreeTokenGrant> SendAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await RequestAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (NemoException failure)
        {
            throw ToException(failure);
        }
    }

    private async Task<FreeTokenGrant> RequestAsync(CancellationToken cancellationToken)
    {
        var request = new ApiRequest(ApiCalls.RequestToken, origin.Resolve(ApiCalls.RequestToken.Path));
        transport.Redaction.Add(clientId);
        request.Headers.TryAddWithoutValidation("X-Client-Id", clientId);
        var response = await transport.SendAsync(request, cancellationToken).ConfigureAwait(false);
        return ReadGrant(response.Content(), transport.Redaction) ?? throw new NemoException(
            NemoErrorKind.InvalidResponse, "The service's response doesn't contain a valid token.", "Check that the API URL is correct.")
        { Outcome = Outcome.Unknown, Action = NemoAction.SetApiUrl };
    }

    /// <summary>Reads a token from a response or the cache, and adds it to the redacted secrets. Returns null if it is invalid.</summary>
    public static FreeTokenGrant? ReadGrant(JsonElement data, Redaction redaction)
    {
        if (data.Text("token") is not { } token || !AccessToken.IsValidFormat(token))
        {
            return null;
        }

        redaction.Add(token);
        return new FreeTokenGrant(token, data.Id("user_id"), data.Time("expires_at"));
    }

    /// <summary>Whether the service rejected the client ID, which is the only content of the request. HTML is from a gateway.</summary>
    private static bool IsOfClientId(NemoException failure) => failure.ServiceCode == 400
        || ((int?)failure.StatusCode == 400 && failure.RawResponse?.TrimStart().StartsWith("<", StringComparison.Ordinal) != true);

    /// <summary>Describes a rate limit and a rejection, which have a different meaning than for other requests.</summary>
    private static NemoException ToException(NemoException failure) => failure.Kind switch
    {
        NemoErrorKind.RateLimited => failure.Restate(
            "The limit for free tokens was reached. The service grants one free token per client ID every 7 days, and a few free tokens "
                + "per IP address.",
            failure.RetryAfter is { } pause ? $"Try again in {RateLimit.Format(pause)}." : "Try again later.",
            action: NemoAction.SetToken),
        NemoErrorKind.Authentication => failure.Restate(
            "The service did not grant a free token.", "Try again later.", action: NemoAction.SetToken),
        _ when IsOfClientId(failure) => failure.Restate(
            "The service rejected the client ID and did not grant a free token.",
            "Set the environment variable NEMO_CLIENT_ID to a different UUID. If the variable is already set, you can remove it instead.",
            action: NemoAction.SetToken),
        _ when failure.IsLost => failure.Restate(
            failure.Message,
            "Try again later. If the service has already granted a token, you can't get another one for 7 days.",
            action: NemoAction.SetToken),
        _ => failure,
    };
}
