namespace NemoVideo.Client.Storage;

/// <summary>
/// Checks whether a group has only one user, as on many Linux systems. A group that isn't in both files is treated as shared.
/// </summary>
internal static class PrivateGroup
{
    public static bool IsOf(uint user, uint group)
    {
        try
        {
            return IsOf(user, group, RegularFile.ReadLines("/etc/passwd"), RegularFile.ReadLines("/etc/group"));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>The same with the lines of both files. Several groups can have the same ID.</summary>
    public static bool IsOf(uint user, uint group, IEnumerable<string> passwd, IEnumerable<string> groups)
    {
        var groupId = group.ToString(CultureInfo.InvariantCulture);
        var owners = Find(passwd, 3, groupId);
        var same = Find(groups, 2, groupId);
        var members = same.SelectMany(static line => line[3].Split([','], StringSplitOptions.RemoveEmptyEntries));
        return owners.Count == 1 && owners[0][2] == user.ToString(CultureInfo.InvariantCulture)
            && same.Count > 0 && members.All(member => member == owners[0][0]);
    }

    private static List<string[]> Find(IEnumerable<string> lines, int field, string value) =>
        [.. lines.Select(static line => line.Split(':')).Where(line => line.Length > 3 && line[field] == value)];
}
