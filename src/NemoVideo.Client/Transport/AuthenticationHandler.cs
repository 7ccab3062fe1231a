using System.Net;
using System.Net.Http.Headers;
using NemoVideo.Client.Errors;
using NemoVideo.Client.Protocol;

namespace NemoVideo.Client.Transport;

/// <summary>
/// Adds the bearer to requests to the API and to nothing else. A refused free token (401 or code 1001) is renewed once
/// with the same client id and the request repeated: a refusal means that nothing was done, a charged message included.
/// </summary>
internal sealed class AuthenticationHandler(ApiOrigin origin, ITokenProvider provider) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request is not ApiRequest { IsAuthorized: true } api || !origin.Includes(api.RequestUri))
        {
            request.Headers.Authorization = null;
            return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }

        var token = await GetTokenAsync(api, provider.GetAsync(cancellationToken)).ConfigureAwait(false);
        var response = await SendWithAsync(api, token, cancellationToken).ConfigureAwait(false);
        if (!IsRefused(response, api) || !provider.IsRenewable || api.IsSpent)
        {
            return response;
        }

        response.Dispose();
        token = await GetTokenAsync(api, RenewAsync(token, cancellationToken)).ConfigureAwait(false);
        api.IsRenewed = true;
        return await SendWithAsync(api, token, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// What failed here is the renewal: a request that creates something was not done, and must not pass for one whose answer
    /// was lost. One that only reads may be tried again when the renewal's trouble has passed.
    /// </summary>
    private static async Task<string> GetTokenAsync(ApiRequest request, Task<string> token)
    {
        try
        {
            return await token.ConfigureAwait(false);
        }
        catch (NemoException failure) when (
            request.Kind != RequestKind.Read && failure.Kind is not (NemoErrorKind.RateLimited or NemoErrorKind.FileAccess or NemoErrorKind.Closed))
        {
            throw failure.Restate(
                $"The free token has expired, and a new one could not be had: {failure.Message}", failure.NextStep, NemoErrorKind.Authentication);
        }
    }

    /// <summary>Where the service gives none since one was given already, what has happened is that it refused that one.</summary>
    private async Task<string> RenewAsync(string refused, CancellationToken cancellationToken)
    {
        try
        {
            return await provider.RenewAsync(refused, cancellationToken).ConfigureAwait(false);
        }
        catch (NemoException limited) when (limited.Kind == NemoErrorKind.RateLimited)
        {
            throw limited.Restate($"The service refused the free token, and gave no new one: {limited.Message}", limited.NextStep);
        }
    }

    private static bool IsRefused(HttpResponseMessage response, ApiRequest request) =>
        response.StatusCode == HttpStatusCode.Unauthorized || ServiceCodes.RefusesToken(request.ServiceCode);

    private async Task<HttpResponseMessage> SendWithAsync(ApiRequest request, string token, CancellationToken cancellationToken)
    {
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        try
        {
            return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            // The request object outlives the call in exceptions and traces; the token must not.
            request.Headers.Authorization = null;
        }
    }
}
