using NemoVideo.Client.Http;

namespace NemoVideo.Client.Tests.Support;

/// <summary>The client's limits with delays of one millisecond.</summary>
internal static class QuickLimits
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(1);

    public static readonly NemoLimits Value = new()
    {
        RateLimitDelay = Short,
        RetryDelay = Short,
        RenderPollInterval = Short,
        StatePollInterval = Short,
        StatePollCount = 5,
        RecoveryDelay = Short,
        RecoveryInterval = Short,
        RequestTimeout = TimeSpan.FromSeconds(60),
    };
}
