using System.Security.Cryptography;
using NemoVideo.Client.Transport;

namespace NemoVideo.Client.Authentication;

/// <summary>
/// Caches a free token in one file per API and client ID, encrypted with DPAPI on Windows, else readable only by its owner.
/// </summary>
/// <remarks>The file isn't used if other users can read or replace it. An unreadable file is reported and treated as missing.</remarks>
internal sealed class TokenCache(string dataDirectory, Uri api, ClientId clientId, Redaction redaction, Action<string> notice)
{
    // Longer than a request with all retries and a rate limit pause.
    private static readonly TimeSpan LockTimeout = TimeSpan.FromMinutes(3);

    private bool _isUnreadable;

    /// <summary>Created for each access, because a rejected client ID is replaced.</summary>
    private PrivateFile CurrentFile => new(Path.Combine(dataDirectory, "tokens", ConnectionIdentity.Of(api, clientId.Value) + ".token"));

    public FreeTokenGrant? Load()
    {
        var file = CurrentFile;
        try
        {
            if (file.Read() is not { } bytes)
            {
                return null;
            }

            using var document = JsonDocument.Parse(DataProtection.Decrypt(bytes));
            if (FreeTokenRequest.ReadGrant(document.RootElement, redaction) is { } grant)
            {
                return grant;
            }
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new NemoException(
                NemoErrorKind.FileAccess,
                $"The cached free token was not used: {exception.Message}",
                $"If you own the file and are sure that no other user has read or changed it, run: chmod 600 '{file.Path}'. Otherwise, "
                    + "delete the file. If you delete it, you can't get another free token until 7 days after the last one was granted.",
                exception)
            { Action = NemoAction.SetToken };
        }
        catch (Exception exception) when (exception is JsonException or CryptographicException or IOException or InvalidOperationException or ArgumentException)
        {
            // Reported below. Bytes that aren't UTF-8 are an InvalidOperationException or an ArgumentException.
        }

        if (!_isUnreadable)
        {
            _isUnreadable = true;
            notice($"The cached free token in '{file.Path}' can't be read. The module is requesting a new one, but the "
                + "request may fail because the service grants only one free token every 7 days.");
        }

        return null;
    }

    /// <summary>
    /// Reserves the disk space of a token before one is requested, because the service grants the next one after seven days.
    /// </summary>
    public ReservedFile Reserve()
    {
        ReservedFile? reserved = null;
        Access(file => reserved = file.Reserve());
        return reserved!;
    }

    /// <summary>
    /// Waits until no other process requests a token. Returns null if there is no lock; processes then compete for a token.
    /// </summary>
    public async Task<IDisposable?> LockAsync()
    {
        try
        {
            return await FileLock.TakeAsync(CurrentFile.Path + ".lock", LockTimeout, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    public void Save(FreeTokenGrant grant, ReservedFile? reserved)
    {
        var json = new JsonObject { ["token"] = grant.Token, ["user_id"] = grant.UserId, ["expires_at"] = grant.ExpiresAt };
        Access(file => file.Write(DataProtection.Encrypt(Encoding.UTF8.GetBytes(json.ToJsonString())), reserved: reserved));
    }

    public void Remove() => Access(static file => file.Delete(), isDeleting: true);

    private void Access(Action<PrivateFile> work, bool isDeleting = false)
    {
        var file = CurrentFile;
        try
        {
            work(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new NemoException(
                NemoErrorKind.FileAccess,
                $"The free token can't be {(isDeleting ? "deleted from" : "cached in")} '{file.Path}': {exception.Message}",
                "Check the permissions on the file and its folder" + (isDeleting ? "." : ", or set NEMO_HOME to a writable folder. " + DataLocation.ChargedAgain),
                exception)
            { Action = isDeleting ? NemoAction.None : NemoAction.DisableCache };
        }
    }
}
