using NemoVideo.Client.Http;

namespace NemoVideo.Client.Identity;

/// <summary>Chooses the token of a connection: the caller's, that of the environment, else a free one.</summary>
internal static class TokenChoice
{
    /// <param name="options">What the caller asks for.</param>
    /// <param name="origin">The API, which free tokens are kept for.</param>
    /// <param name="transport">Asks for a free one.</param>
    /// <param name="notice">Told of one that could not be kept.</param>
    /// <exception cref="NemoException">A token or a client id that was given cannot be one.</exception>
    public static AccessToken Make(NemoClientOptions options, ApiOrigin origin, ApiTransport transport, Action<string> notice)
    {
        if (options.Token is { } given && !string.IsNullOrWhiteSpace(given))
        {
            return new UserToken(given.Trim(), TokenSource.Given);
        }

        if (Environment.GetEnvironmentVariable("NEMO_TOKEN") is { } configured && !string.IsNullOrWhiteSpace(configured))
        {
            return new UserToken(configured.Trim(), TokenSource.Environment);
        }

        var clientId = ClientId.Get(options.ClientId, options.UseCache ? DataLocation.ClientIdFile(options.DataDirectory) : null);
        ITokenStore store = options.UseCache
            ? new TokenCache(DataLocation.Data(options.DataDirectory), origin.Address, clientId)
            : new NoTokenStore();
        return new FreeToken(clientId, store, new FreeTokenRequest(transport, origin, clientId).SendAsync, options.TimeProvider, notice);
    }
}
