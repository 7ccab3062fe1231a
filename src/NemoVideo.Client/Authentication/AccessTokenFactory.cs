using NemoVideo.Client.Errors;
using NemoVideo.Client.Storage;
using NemoVideo.Client.Transport;

namespace NemoVideo.Client.Authentication;

/// <summary>Chooses the token of a connection: the caller's, that of the environment, else a free one.</summary>
internal static class AccessTokenFactory
{
    /// <param name="options">What the caller asks for.</param>
    /// <param name="origin">The API, which free tokens are kept for.</param>
    /// <param name="transport">Asks for a free one.</param>
    /// <param name="notice">Told of one that could not be kept, or read.</param>
    /// <exception cref="NemoException">A token or a client id that was given cannot be one.</exception>
    public static AccessToken Create(NemoClientOptions options, ApiOrigin origin, ApiTransport transport, Action<string> notice)
    {
        if (options.Token is { } given)
        {
            return CreateOwn(Trim(given, "The token"), TokenSource.Given, transport.Redaction);
        }

        if (Environment.GetEnvironmentVariable("NEMO_TOKEN") is { Length: > 0 } configured)
        {
            return CreateOwn(Trim(configured, "NEMO_TOKEN"), TokenSource.Environment, transport.Redaction);
        }

        var clientId = ClientId.Get(options.ClientId, options.UseCache ? DataLocation.ClientIdFile(options.DataDirectory) : null);
        transport.Redaction.Add(clientId.Spellings);
        ITokenStore store = options.UseCache
            ? new TokenCache(DataLocation.Data(options.DataDirectory), origin.Address, clientId, transport.Redaction, notice)
            : new NullTokenStore();
        return new FreeToken(clientId, store, new FreeTokenRequest(transport, origin, clientId).SendAsync, options.TimeProvider, notice);
    }

    private static UserToken CreateOwn(string token, TokenSource source, Redaction redaction)
    {
        redaction.Add(token);
        return new UserToken(token, source);
    }

    /// <summary>A blank one is a variable that was never filled: another account's must not be taken in its place.</summary>
    private static string Trim(string token, string name) => string.IsNullOrWhiteSpace(token)
        ? throw new NemoException(NemoErrorKind.InvalidArgument, $"{name} is blank.", "Give a whole token, or leave it out for a free one.")
        : token.Trim();
}
