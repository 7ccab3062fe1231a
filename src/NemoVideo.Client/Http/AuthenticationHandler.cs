namespace NemoVideo.Client.Http;

/// <summary>
/// Adds the bearer token to requests to the API only. After a rejection of a free token (401 or 1001), the next request renews it; a
/// request that isn't charged is repeated here.
/// </summary>
internal sealed class AuthenticationHandler(ApiOrigin origin, AccessToken connected) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request is not ApiRequest { IsAuthorized: true } api || !origin.Includes(api.RequestUri))
        {
            request.Headers.Authorization = null;
            return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }

        var token = await GetTokenAsync(api, isRejected: false, cancellationToken).ConfigureAwait(false);
        var response = await SendWithAsync(api, token, cancellationToken).ConfigureAwait(false);
        if (api.Reply is not Reply.Rejected rejected || !ServiceCodes.RejectsToken(rejected.Code) || !connected.IsRenewable)
        {
            return response;
        }

        connected.Reject(token);
        if (api.Kind == RequestKind.Charged)
        {
            return response;
        }

        response.Dispose();
        token = await GetTokenAsync(api, isRejected: true, cancellationToken).ConfigureAwait(false);
        return await SendWithAsync(api, token, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Handles a failed renewal. Without a token, the request wasn't sent, or it was rejected.</summary>
    private async Task<string> GetTokenAsync(ApiRequest request, bool isRejected, CancellationToken cancellationToken)
    {
        try
        {
            return await connected.GetAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (NemoException limited) when (isRejected && limited.Kind == NemoErrorKind.RateLimited)
        {
            throw limited.Restate($"The service rejected the free token and did not grant a new one. {limited.Message}", limited.NextStep);
        }
        catch (NemoException failure) when (request.Kind != RequestKind.Read && failure.Kind is not (
            NemoErrorKind.RateLimited or NemoErrorKind.FileAccess or NemoErrorKind.UntrustedFolder or NemoErrorKind.Closed))
        {
            var message = $"The request for a new free token failed: {failure.Message}";
            throw failure.Restate(message, failure.NextStep, NemoErrorKind.Authentication, outcome: Outcome.NotDone);
        }
    }

    private async Task<HttpResponseMessage> SendWithAsync(ApiRequest request, string token, CancellationToken cancellationToken)
    {
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        try
        {
            return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            // Exceptions and traces can keep the request after the call, so the token is removed.
            request.Headers.Authorization = null;
        }
    }
}
