using System.Text;
using NemoVideo.Client.Tests.Support;

namespace NemoVideo.Client.Tests.Errors;

/// <summary>A shape of an error response: a line of <c>shapes.tsv</c>.</summary>
internal sealed record ErrorShape(string Name, string Status, string ContentType, string Body)
{
    private const string OwnStatus = "S";

    /// <summary>Whether the shape includes the service's message as readable text.</summary>
    public bool HasMessage => Body.Contains("{message}", StringComparison.Ordinal) && !ContentType.EndsWith("html", StringComparison.Ordinal);

    public bool Fits(ErrorFailure failure) =>
        (Status != OwnStatus || failure.Status is not null) && (failure.Code is not null || !Body.Contains("{code}", StringComparison.Ordinal));

    public string BodyOf(ErrorFailure failure) => Body
        .Replace("{code}", failure.Code, StringComparison.Ordinal)
        .Replace("{message}", failure.Message, StringComparison.Ordinal);

    public RawReply ReplyOf(ErrorFailure failure, params string[] headers) => RawReply.Of(
        int.Parse(Status == OwnStatus ? failure.Status! : Status, System.Globalization.CultureInfo.InvariantCulture),
        ContentType == "-" ? null : ContentType,
        Encoding.UTF8.GetBytes(BodyOf(failure)),
        headers);
}
