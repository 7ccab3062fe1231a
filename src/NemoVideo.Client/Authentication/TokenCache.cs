using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using NemoVideo.Client.Errors;
using NemoVideo.Client.Storage;
using NemoVideo.Client.Transport;

namespace NemoVideo.Client.Authentication;

/// <summary>
/// Keeps a free token in a file of its own for each API and client id: sealed with DPAPI on Windows, readable by its owner
/// only (0600 in a 0700 directory) elsewhere, and not used where others can read or replace it. A file that cannot be read counts as
/// none, and is told of: the service may give no other for seven days.
/// </summary>
internal sealed class TokenCache(string dataDirectory, Uri api, ClientId clientId, Redaction redaction, Action<string> notice) : ITokenStore
{
    // Longer than asking takes, with all its repetitions and a pause that the service asks for.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private bool _isUnreadable;

    /// <summary>Asked for anew each time: a client id that the service refuses is replaced.</summary>
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

            using var document = JsonDocument.Parse(Unseal(bytes));
            if (FreeTokenRequest.ReadGrant(document.RootElement, redaction) is { } grant)
            {
                return grant;
            }
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new NemoException(
                NemoErrorKind.FileAccess,
                $"The cached free token is not used: {exception.Message}",
                $"If nobody else can have read it, run: chmod 600 '{file.Path}'. Otherwise delete it; the service grants a new one 7 days after the last. Or use -NoCache, or a token of your own.",
                exception);
        }
        catch (Exception exception) when (exception is JsonException or CryptographicException or IOException or InvalidOperationException or ArgumentException)
        {
            // Reported below. Bytes that are not UTF-8 are an InvalidOperationException or an ArgumentException.
        }

        if (!_isUnreadable)
        {
            _isUnreadable = true;
            notice($"The cached free token in '{file.Path}' can't be read, so the service is asked for another one. It grants one in 7 days.");
        }

        return null;
    }

    public void Prepare() => Touch(static file => file.Prepare());

    public async Task<IDisposable?> LockAsync()
    {
        try
        {
            return await FileLock.TakeAsync(CurrentFile.Path + ".lock", Patience, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    public void Save(FreeTokenGrant grant)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("token", grant.Token);
            writer.WriteString("user_id", grant.UserId);
            if (grant.ExpiresAt is { } end)
            {
                writer.WriteString("expires_at", end);
            }

            writer.WriteEndObject();
        }

        Touch(file => file.Write(Seal(buffer.ToArray())));
    }

    public void Remove() => Touch(static file => file.Delete());

    private void Touch(Action<PrivateFile> work)
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
                $"The free token's file '{file.Path}' cannot be written: {exception.Message}",
                "Make the folder writable, set NEMO_HOME to one that is, or use -NoCache.",
                exception);
        }
    }

    private static byte[] Seal(byte[] bytes) => RuntimeInformation.IsOSPlatform(OSPlatform.Windows)
        ? ProtectedData.Protect(bytes, optionalEntropy: null, DataProtectionScope.CurrentUser)
        : bytes;

    private static byte[] Unseal(byte[] bytes) => RuntimeInformation.IsOSPlatform(OSPlatform.Windows)
        ? ProtectedData.Unprotect(bytes, optionalEntropy: null, DataProtectionScope.CurrentUser)
        : bytes;
}
