using NemoVideo.Client.Protocol;

namespace NemoVideo.Client.Transport;

/// <summary>Says why an answer that reports no failure cannot be read.</summary>
internal static class UnreadableResponse
{
    public static string Format(HttpResponseMessage response, ApiResponse answer) =>
        DescribeCompressed(response)
        ?? (answer.IsTooDeep
            ? $"The service's answer is nested deeper than {JsonNesting.MostLevels} levels and was not read."
            : "The service's answer is not the JSON that the protocol documents.");

    /// <summary>
    /// That a body is packed; null where it is not. Nothing is ever asked for packed, and none of it is unpacked: a few bytes
    /// could come to be all memory.
    /// </summary>
    public static string? DescribeCompressed(HttpResponseMessage response) =>
        response.Content.Headers.ContentEncoding.Any(static one => !one.Equals("identity", StringComparison.OrdinalIgnoreCase))
            ? "The service's answer came compressed, which was not asked for, and was not unpacked."
            : null;
}
