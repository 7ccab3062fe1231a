using NemoVideo.Pictures.Timelines;

namespace NemoVideo.PowerShell.Formatting;

/// <summary>Reads a NemoState or a NemoEditResult for a picture, by its properties, because it can be deserialized.</summary>
internal static class PipedState
{
    /// <summary>Whether the object is the result of an edit.</summary>
    public static bool IsEdit(PSObject item) => item.Properties["After"] is not null;

    /// <summary>Whether the object is a state with its draft, which Select-Object can have removed.</summary>
    public static bool HasDraft(PSObject item) => PipedObject.IsState(item) && item.Properties["DraftJson"] is not null;

    public static bool IsChanged(PSObject result) => Value(result, "IsChanged") is true;

    /// <summary>The first line of the view of a result.</summary>
    public static string LineOf(PSObject result) =>
        IsChanged(result) && Text(result, "Error") is null ? $"Succeeded. {Text(result, "ChangeSummary")}."
            + DisplayText.Credits(Number<long>(result, "CreditBefore"), Number<long>(result, "CreditAfter")) : Text(result, "Line") ?? "";

    /// <summary>The picture of a state, or of both states of a result.</summary>
    public static TimelinePicture PictureOf(PSObject item) => IsEdit(item)
        ? TimelinePicture.OfEdit(Read(Value(item, "Before")), Read(Value(item, "After")), Text(item, "ChangeSummary") ?? "")
        : TimelinePicture.Of(Read(item));

    /// <summary>The timeline of a state.</summary>
    public static TimelineState TimelineOf(PSObject state, string sessionId) => state.BaseObject is NemoState live
        ? live.Timeline : TimelineState.FromDraft(sessionId, Text(state, "Name"), Text(state, "DraftJson"));

    private static PictureSource Read(object? value)
    {
        var state = PSObject.AsPSObject(value ?? new object());
        return new PictureSource(
            PictureSource.ReadTracks(Text(state, "DraftJson")), Text(state, "Name"), Text(state, "Canvas"),
            [.. Items(state, "Uploads").Select(static upload => new PictureMedia(
                Text(upload, "Name") ?? "", Number<TimeSpan>(upload, "Duration"), Number<double>(upload, "FrameRate")))]);
    }

    /// <summary>The items of a property; none if it is missing.</summary>
    public static IEnumerable<PSObject> Items(PSObject source, string property) =>
        (LanguagePrimitives.GetEnumerable(Value(source, property)) ?? Array.Empty<object>()).Cast<object>().Select(PSObject.AsPSObject);

    public static T? Number<T>(PSObject source, string property)
        where T : struct =>
        Value(source, property) is { } value && LanguagePrimitives.TryConvertTo<T>(value, out var result) ? result : null;

    public static string? Text(PSObject source, string property) => Value(source, property)?.ToString();

    private static object? Value(PSObject source, string property) => source.Properties[property]?.Value;
}
