namespace NemoVideo.Client.Transport;

/// <summary>Runs each request through the policy of its kind.</summary>
internal sealed class ResilienceHandler(ResiliencePolicies policies) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var kind = (request as ApiRequest)?.Kind ?? RequestKind.Charged;
        return await policies.For(kind).ExecuteAsync(
            static async (state, token) => await state.Send(state.Request, token).ConfigureAwait(false),
            (Send: (Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>>)base.SendAsync, Request: request),
            cancellationToken).ConfigureAwait(false);
    }
}
