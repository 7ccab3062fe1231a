using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using NemoVideo.Client.Json;

namespace NemoVideo.Client.Identity;

/// <summary>
/// Keeps a free token in a file of its own for each API and client id: sealed with DPAPI on Windows, readable by its owner
/// only (0600 in a 0700 directory) elsewhere, and not used where others can read or replace it. A file that cannot be read counts as
/// none, and is told of: the service may give no other for seven days.
/// </summary>
internal sealed class TokenCache(string dataDirectory, Uri api, ClientId clientId, Action<string> notice) : ITokenStore
{
    // Longer than asking takes, with all its repetitions and a pause that the service asks for.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private bool _isUnreadable;

    /// <summary>Asked for anew each time: a client id that the service refuses is replaced.</summary>
    private PrivateFile CurrentFile => new(Path.Combine(dataDirectory, "tokens", ConnectionIdentity.Of(api, clientId.Value) + ".token"));

    public FreeTokenGrant? Load()
    {
        var file = CurrentFile;
        if (!File.Exists(file.Path))
        {
            return null;
        }

        CheckIsOwnersAlone(file.Path);
        try
        {
            if (file.Read() is not { } bytes)
            {
                return null;
            }

            using var document = JsonDocument.Parse(Unseal(bytes));
            var root = document.RootElement;
            if (root.Text("token") is { } token && AccessToken.CanBe(token))
            {
                return new FreeTokenGrant(token, FreeTokenRequest.ReadUser(root, token), FreeTokenRequest.ReadTime(root.Text("expires_at")));
            }
        }
        catch (Exception exception) when (exception is JsonException or CryptographicException or IOException or UnauthorizedAccessException)
        {
            // Told below.
        }

        if (!_isUnreadable)
        {
            _isUnreadable = true;
            notice($"The free token that is kept in '{file.Path}' cannot be read, so the service is asked for another. It gives one in 7 days.");
        }

        return null;
    }

    private static void CheckIsOwnersAlone(string path)
    {
        if (OwnerOnly.IsOpenToOthers(path))
        {
            throw new NemoException(
                NemoErrorKind.FileAccess,
                $"The free token that is kept in '{path}' can be read by other users of this computer, so it is not used.",
                "Where nobody can have read it, close it again (chmod 600). Else delete it: the service gives a new one 7 days after the last. Or use -NoCache, or a token of your own.");
        }

        if (OwnerOnly.IsWritableByOthers(Path.GetDirectoryName(path)!))
        {
            throw new NemoException(
                NemoErrorKind.FileAccess,
                $"The free token that is kept in '{path}' can be replaced by other users of this computer, who can write to its folder, so it is not used.",
                "Where nobody can have replaced it, close the folder again (chmod 700). Else delete it: the service gives a new one 7 days after the last. Or use -NoCache, or a token of your own.");
        }
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
