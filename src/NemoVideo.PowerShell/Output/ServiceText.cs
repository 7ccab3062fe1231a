using System.Runtime.CompilerServices;

namespace NemoVideo.PowerShell.Output;

/// <summary>
/// Remembers which strings come from the service, because the service must not choose the files that are uploaded or replaced.
/// PowerShell passes the same instance on from a property to a variable, an array, the pipeline or a parameter. A wrapper object would be
/// lost there.
/// </summary>
internal static class ServiceText
{
    private static readonly ConditionalWeakTable<string, object> Known = new();

    /// <summary>A text of the service without secret parts of URLs; null for none.</summary>
    public static string? Of(string? text) => UrlText.HideOrNull(text) is { } shown ? Mark(shown) : null;

    /// <summary>Remembers a string, and returns the same instance.</summary>
    public static string Mark(string text)
    {
        // The empty string is one instance for the whole process.
        if (text.Length > 0)
        {
            _ = Known.GetValue(text, static _ => Known);
        }

        return text;
    }

    /// <summary>Whether a string is an instance that comes from the service.</summary>
    public static bool IsIn(string text) => Known.TryGetValue(text, out _);
}
