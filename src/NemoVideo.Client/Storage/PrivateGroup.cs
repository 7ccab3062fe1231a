namespace NemoVideo.Client.Storage;

/// <summary>
/// Tells a group that has one user alone, as many Linux systems give each user: there, a folder that the group can write to is
/// the user's own. Read from <c>/etc/passwd</c> and <c>/etc/group</c>; a group that isn't found there is one of several users.
/// </summary>
internal static class PrivateGroup
{
    /// <param name="user">The user's ID.</param>
    /// <param name="group">The group's ID.</param>
    public static bool IsOf(uint user, uint group)
    {
        try
        {
            var users = Users("/etc/passwd", user, group);
            return users.Count == 1 && Members("/etc/group", group) is { } members && members.All(member => member == users[0]);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>The names of the user, if the group is the user's own, and of others whose own group it is.</summary>
    private static List<string> Users(string path, uint user, uint group)
    {
        var owners = File.ReadLines(path).Select(static line => line.Split(':')).Where(fields => fields.Length > 3 && fields[3] == Text(group)).ToList();
        return owners.Exists(fields => fields[2] == Text(user)) ? [.. owners.Select(static fields => fields[0])] : [];
    }

    private static string[]? Members(string path, uint group) => File.ReadLines(path)
        .Select(static line => line.Split(':'))
        .FirstOrDefault(fields => fields.Length > 3 && fields[2] == Text(group))?[3]
        .Split([','], StringSplitOptions.RemoveEmptyEntries);

    private static string Text(uint id) => id.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
