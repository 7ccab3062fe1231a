namespace NemoVideo.Emulator.Pages;

/// <summary>A part of a page that can change while the page is open. The script finds it by its ID, or adds it to its parent.</summary>
internal sealed record Fragment(string Id, string Parent, string Tag, string Class, Html Content)
{
    /// <summary>Differs if the content differs.</summary>
    public string Version { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Class + Content.Markup)))[..16];

    public Html Markup =>
        new($"<{Tag} id=\"{Id}\" class=\"{Class}\" data-version=\"{Version}\">{Content.Markup}</{Tag}>");

    /// <summary>The fragments that belong to a parent, in order.</summary>
    public static Html In(string parent, IEnumerable<Fragment> fragments) =>
        Html.Join(fragments.Where(fragment => fragment.Parent == parent).Select(static fragment => fragment.Markup));

    /// <summary>The fragments that belong to a parent, the last first. The script adds new ones at the top of such a parent.</summary>
    public static Html InReverse(string parent, IEnumerable<Fragment> fragments) => In(parent, fragments.Reverse());
}
