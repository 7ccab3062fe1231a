using System.Security.Cryptography;

namespace NemoVideo.Client.Http;

/// <summary>
/// Caches a free token in one file per API and client ID, encrypted with DPAPI on Windows, else readable only by its owner.
/// </summary>
/// <remarks>An unreadable file is reported and treated as missing, unless another program has it open.</remarks>
internal sealed class TokenCache(string dataDirectory, Uri api, string clientId, Redaction redaction, Action<string> notice)
{
    // Longer than a request with all retries and a rate limit pause.
    private static readonly TimeSpan LockTimeout = TimeSpan.FromMinutes(3);

    private const string Caching = "cached in";

    private bool _isUnreadable;

    private readonly PrivateFile _file = new(Path.Combine(dataDirectory, "tokens", ConnectionIdentity.Of(api, clientId) + ".token"));

    public FreeTokenGrant? Load()
    {
        try
        {
            if (_file.Read() is not { } bytes)
            {
                return null;
            }

            using var document = JsonDocument.Parse(DataProtection.Decrypt(bytes));
            if (FreeTokenRequest.ReadGrant(document.RootElement, redaction) is { } grant)
            {
                return grant;
            }
        }
        catch (Exception held) when (HeldFile.Is(held) || HeldFile.IsDenied(held))
        {
            throw Inaccessible(_file, held, "read from");
        }
        catch (Exception failure) when (failure is JsonException or CryptographicException or IOException or UnauthorizedAccessException
            or InvalidOperationException or ArgumentException)
        {
            // Reported below. Bytes that aren't UTF-8 are an InvalidOperationException or an ArgumentException.
        }

        if (!_isUnreadable)
        {
            _isUnreadable = true;
            notice($"The cached free token in '{_file.Path}' can't be read. The module is requesting a new one, but the "
                + "request may fail because the service grants only one free token every 7 days.");
        }

        return null;
    }

    /// <summary>Waits until no other process requests a token. Fails if the token couldn't be cached either.</summary>
    public async Task<IDisposable> LockAsync()
    {
        try
        {
            PrivateFolder.Create(Path.GetDirectoryName(_file.Path)!);
            return await HeldFile.LockAsync(_file.Path + ".lock", LockTimeout, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Inaccessible(_file, exception, Caching);
        }
    }

    public void Save(FreeTokenGrant grant)
    {
        var json = new JsonObject { ["token"] = grant.Token, ["user_id"] = grant.UserId, ["expires_at"] = grant.ExpiresAt };
        Access(file => file.Write(DataProtection.Encrypt(Encoding.UTF8.GetBytes(json.ToJsonString()))));
    }

    public void Remove() => Access(static file => file.Delete(), "deleted from");

    private void Access(Action<PrivateFile> work, string access = Caching)
    {
        try
        {
            work(_file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or CryptographicException)
        {
            // DPAPI fails if Windows hasn't loaded the profile of the user, as in some scheduled tasks.
            throw Inaccessible(_file, exception, access);
        }
    }

    private static NemoException Inaccessible(PrivateFile file, Exception exception, string access) => new(
        NemoErrorKind.FileAccess,
        $"The free token can't be {access} '{file.Path}': {exception.Message}",
        HeldFile.Advice(exception, file.Path, "Check the permissions on the file and its folder")
            + (access != Caching ? "." : ", or set NEMO_HOME to a writable folder. " + DataLocation.ChargedAgain),
        exception)
    { Action = access != Caching ? NemoAction.None : NemoAction.DisableCache };
}
