using System.Security.Cryptography;

namespace NemoVideo.Client.Http;

/// <summary>
/// The ID that the service counts free tokens by: a UUID if it is new. It can renew the anonymous user's token, so it is stored like a
/// credential.
/// </summary>
/// <remarks>It is stored because the service limits new IDs per network address (protocol section 1).</remarks>
internal static class ClientId
{
    private const string Variable = "NEMO_CLIENT_ID";
    private const string Rule = "a text of 1 to 64 printable ASCII characters";
    private const int MaxLength = 64;

    private static readonly TimeSpan LockTimeout = TimeSpan.FromSeconds(20);

    /// <summary>
    /// Returns the caller's ID, else <c>NEMO_CLIENT_ID</c>, else the stored ID, else a new one. With a null path, nothing is stored.
    /// </summary>
    /// <param name="given">The ID that the caller specified; null for none.</param>
    /// <param name="path">The file of the stored ID.</param>
    /// <param name="isShared">Whether the vendor's tool reads the file, too. Otherwise, the file is encrypted on Windows.</param>
    public static string Get(string? given, string? path, bool isShared)
    {
        var id = given ?? Environment.GetEnvironmentVariable(Variable);
        if (path is null || !string.IsNullOrWhiteSpace(id))
        {
            return string.IsNullOrWhiteSpace(id) ? CreateNew() : Check(id!.Trim(), isOfEnvironment: given is null);
        }

        try
        {
            return Read(path) ?? Store(path, isShared);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new NemoException(
                NemoErrorKind.FileAccess,
                $"The client ID file '{path}' can't be read or written: {exception.Message}",
                $"{HeldFile.Advice(exception, path, "Check the permissions on the file and its folder")}, or set NEMO_HOME to a writable "
                    + $"folder. {DataLocation.ChargedAgain}",
                exception)
            { Action = NemoAction.DisableCache };
        }
    }

    private static string Check(string id, bool isOfEnvironment) => IsValid(id)
        ? id
        : throw new NemoException(
            NemoErrorKind.InvalidArgument,
            $"{(isOfEnvironment ? $"The value of the environment variable {Variable}" : "The client ID")} is not {Rule}.",
            isOfEnvironment ? $"Set {Variable} to your client ID, or remove the environment variable." : "Specify your client ID.");

    private static bool IsValid(string id) => id.Length <= MaxLength && id.All(static character => character is >= ' ' and <= '~');

    private static string CreateNew() => Guid.NewGuid().ToString();

    /// <summary>
    /// An empty file has no account. Anything else may be one, so it isn't replaced. Windows PowerShell writes UTF-16 with <c>&gt;</c>.
    /// </summary>
    private static string? Read(string path)
    {
        var stored = new PrivateFile(path).Read() is { } bytes ? TextFile.Decode(bytes).Trim() : "";
        stored = stored.Length == 0 || IsValid(stored) || !PathRules.IsWindows ? stored
            : TextFile.Decode(DataProtection.Decrypt(new PrivateFile(path).Read()!)).Trim();
        return stored.Length == 0 ? null
            : IsValid(stored) ? stored
            : throw new NemoException(
                NemoErrorKind.FileAccess,
                $"The client ID file '{path}' doesn't contain {Rule}. It was not replaced, because a new client ID is a new account.",
                "Correct the file. To use a new account, rename the file.");
    }

    /// <summary>Stores a new ID, unless another process has just stored one.</summary>
    private static string Store(string path, bool isShared)
    {
        PrivateFolder.Create(Path.GetDirectoryName(path)!);
        using var lockFile = HeldFile.LockAsync(path + ".lock", LockTimeout, CancellationToken.None).GetAwaiter().GetResult();
        if (Read(path) is { } stored)
        {
            return stored;
        }

        var id = CreateNew();
        var bytes = Encoding.UTF8.GetBytes(id + Environment.NewLine);
        new PrivateFile(path).Write(isShared ? bytes : DataProtection.Encrypt(bytes));
        return id;
    }
}
