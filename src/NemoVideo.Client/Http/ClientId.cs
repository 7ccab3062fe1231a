namespace NemoVideo.Client.Http;

/// <summary>
/// The ID that the service counts free tokens by: a UUID if it is new. It can renew the anonymous user's token, so it is stored like a
/// credential.
/// </summary>
/// <remarks>It is stored because the service limits new IDs per network address (protocol section 1).</remarks>
internal sealed class ClientId(string value, bool isGiven, string? path, Action<string> notice)
{
    private const string Variable = "NEMO_CLIENT_ID";
    private const string OldExtension = ".old";
    private const string Rule = "a text of 1 to 64 printable ASCII characters";
    private const int MaxLength = 64;

    private static readonly TimeSpan LockTimeout = TimeSpan.FromSeconds(20);

    public string Value { get; private set; } = value;

    /// <summary>Whether the user set the ID. Such an ID is never replaced.</summary>
    public bool IsGiven => isGiven;

    /// <summary>
    /// Returns the caller's ID, else <c>NEMO_CLIENT_ID</c>, else the stored ID, else a new one. With a null path, nothing is stored.
    /// </summary>
    public static ClientId Get(string? given, string? path, Action<string> notice)
    {
        var id = given ?? Environment.GetEnvironmentVariable(Variable);
        return !string.IsNullOrWhiteSpace(id) ? new ClientId(Check(id!.Trim(), isOfEnvironment: given is null), isGiven: true, path, notice)
            : path is null ? new ClientId(CreateNew(), isGiven: false, path, notice)
            : new ClientId(AtFile(path, () => Read(path) ?? Store(path, rejected: null)), isGiven: false, path, notice);
    }

    public void Replace()
    {
        var rejected = Value;
        Value = path is null ? CreateNew() : AtFile(path, () => Store(path, rejected));
        notice(
            "The service rejected the client ID, so the module is using a new client ID. "
            + "Sessions and exports that were created with the previous client ID might no longer be available."
            + (path is null ? "" : $" The previous client ID is in '{path + OldExtension}'. To use it again, set NEMO_CLIENT_ID to it."));
    }

    private static string Check(string id, bool isOfEnvironment) => IsValid(id)
        ? id
        : throw new NemoException(
            NemoErrorKind.InvalidArgument,
            $"{(isOfEnvironment ? $"The value of the environment variable {Variable}" : "The client ID")} is not {Rule}.",
            isOfEnvironment ? $"Set {Variable} to your client ID, or remove the environment variable." : "Specify your client ID.");

    private static bool IsValid(string id) => id.Length <= MaxLength && id.All(static character => character is >= ' ' and <= '~');

    private static string CreateNew() => Guid.NewGuid().ToString();

    private static string AtFile(string path, Func<string> work)
    {
        try
        {
            return work();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new NemoException(
                NemoErrorKind.FileAccess,
                $"The client ID file '{path}' can't be read or written: {exception.Message}",
                "Check the permissions on the file and its folder, or set NEMO_HOME to a writable folder. " + DataLocation.ChargedAgain,
                exception)
            { Action = NemoAction.DisableCache };
        }
    }

    /// <summary>An empty file has no account. Anything else may be one, so it isn't replaced.</summary>
    private static string? Read(string path) =>
        new PrivateFile(path).Read() is not { } bytes || Encoding.UTF8.GetString(bytes).Trim() is not { Length: > 0 } stored ? null
        : IsValid(stored) ? stored
        : throw new NemoException(
            NemoErrorKind.FileAccess,
            $"The client ID file '{path}' doesn't contain {Rule}. It was not replaced, because a new client ID is a new account.",
            "Correct the file. To use a new account, rename the file.");

    /// <summary>Stores a new ID, unless another process has just stored one.</summary>
    private static string Store(string path, string? rejected)
    {
        PrivateFolder.Create(Path.GetDirectoryName(path)!);
        using var lockFile = FileLock.TakeAsync(path + ".lock", LockTimeout, CancellationToken.None).GetAwaiter().GetResult();
        if (Read(path) is { } stored && stored != rejected)
        {
            return stored;
        }

        // The service may still have renders of the rejected ID.
        if (rejected is not null)
        {
            Write(path + OldExtension, rejected);
        }

        var id = CreateNew();
        Write(path, id);
        return id;
    }

    private static void Write(string path, string id) => new PrivateFile(path).Write(Encoding.UTF8.GetBytes(id + Environment.NewLine));
}
