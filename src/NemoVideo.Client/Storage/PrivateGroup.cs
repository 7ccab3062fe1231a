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
            return IsOf(user, group, File.ReadLines("/etc/passwd"), File.ReadLines("/etc/group"));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <param name="user">The user's ID.</param>
    /// <param name="group">The group's ID.</param>
    /// <param name="passwd">The lines of <c>/etc/passwd</c>.</param>
    /// <param name="groups">The lines of <c>/etc/group</c>; several can have one ID.</param>
    public static bool IsOf(uint user, uint group, IEnumerable<string> passwd, IEnumerable<string> groups)
    {
        var users = Users(passwd, user, group);
        var same = groups.Select(static line => line.Split(':')).Where(fields => fields.Length > 3 && fields[2] == Text(group)).ToList();
        return users.Count == 1 && same.Count > 0
            && same.SelectMany(static fields => fields[3].Split([','], StringSplitOptions.RemoveEmptyEntries)).All(member => member == users[0]);
    }

    /// <summary>The names of the user, if the group is the user's own, and of others whose own group it is.</summary>
    private static List<string> Users(IEnumerable<string> passwd, uint user, uint group)
    {
        var owners = passwd.Select(static line => line.Split(':')).Where(fields => fields.Length > 3 && fields[3] == Text(group)).ToList();
        return owners.Exists(fields => fields[2] == Text(user)) ? [.. owners.Select(static fields => fields[0])] : [];
    }

    private static string Text(uint id) => id.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
