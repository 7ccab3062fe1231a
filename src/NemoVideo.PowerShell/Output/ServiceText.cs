using System.Runtime.CompilerServices;

namespace NemoVideo.PowerShell.Output;

/// <summary>
/// Remembers which strings come from the service, because the service must not choose the files that are uploaded or replaced.
/// PowerShell passes the same instance on from a property to a variable, an array, the pipeline or a parameter. A wrapper object would be
/// lost there. Every public string property of the output types is marked, except for values of the user and fixed values.
/// </summary>
internal static class ServiceText
{
    private static readonly ConditionalWeakTable<string, object> Known = new();

    /// <summary>A marked copy of a text, without secret parts of URLs; null for none.</summary>
    public static string? Of(string? text) => MarkOrNull(UrlText.HideOrNull(text));

    /// <summary>A marked copy of a text, because the text itself may be a string of the user.</summary>
    public static string Mark(string text)
    {
        var copy = new string(text.ToCharArray());
        Remember(copy);
        return copy;
    }

    /// <summary>The same for a text that can be missing; null for none.</summary>
    public static string? MarkOrNull(string? text) => text is null ? null : Mark(text);

    /// <summary>A list of marked copies. Equal texts share a copy, because an edit can call a tool many times.</summary>
    public static IReadOnlyList<string> MarkAll(IEnumerable<string> texts)
    {
        var copies = new Dictionary<string, string>(StringComparer.Ordinal);
        return new OutputList<string>(texts.Select(text => copies.TryGetValue(text, out var copy) ? copy : copies[text] = Mark(text)));
    }

    /// <summary>Marks strings that can't be replaced with copies. Null is ignored.</summary>
    public static void Remember(params string?[] texts)
    {
        foreach (var text in texts)
        {
            // The empty string is one instance for the whole process.
            if (text is { Length: > 0 })
            {
                _ = Known.GetValue(text, static _ => Known);
            }
        }
    }

    /// <summary>Whether a string is an instance that comes from the service.</summary>
    public static bool IsIn(string text) => Known.TryGetValue(text, out _);
}
