using NemoVideo.Client.Protocol;

namespace NemoVideo.Client.Timeline;

/// <summary>Ids as far as they can tell items apart: one that several items have tells nothing.</summary>
internal static class UniqueIds
{
    public static ValueTuple<string>?[] Of(IEnumerable<string?> ids)
    {
        var all = ids.ToArray();
        var unique = new HashSet<string>(
            all.Where(static id => !string.IsNullOrEmpty(id)).GroupBy(static id => id!).Where(static group => group.Count() == 1).Select(static group => group.Key));
        return [.. all.Select(id => id is not null && unique.Contains(id) ? new ValueTuple<string>(id) : (ValueTuple<string>?)null)];
    }
}
