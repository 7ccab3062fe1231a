using NemoVideo.Client.Http;

namespace NemoVideo.Client.Tests.Http;

/// <summary>The default limits, as documented in docs/protocol.md and the help.</summary>
public sealed class NemoLimitsTests
{
    /// <summary>Written by hand. A limit without a line here fails the test.</summary>
    private static readonly Dictionary<string, object> Defaults = new()
    {
        [nameof(NemoLimits.RequestTimeout)] = TimeSpan.FromSeconds(100), // 2.11
        [nameof(NemoLimits.RateLimitDelay)] = TimeSpan.FromSeconds(30), // 2.11
        [nameof(NemoLimits.RetryDelay)] = TimeSpan.FromSeconds(1),
        [nameof(NemoLimits.RetryCount)] = 3,
        [nameof(NemoLimits.MaxResponseBytes)] = 16_777_216,
        [nameof(NemoLimits.MaxStreamBytes)] = 268_435_456L, // 5.16
        [nameof(NemoLimits.MaxStreamEvents)] = 200_000, // 5.16
        [nameof(NemoLimits.MinTransferBytesPerSecond)] = 1024,
        [nameof(NemoLimits.MaxDownloadBytes)] = 4_294_967_296L, // 8.5
        [nameof(NemoLimits.MaxEventBytes)] = 16_777_216, // 5.16
        [nameof(NemoLimits.StillWorkingInterval)] = TimeSpan.FromMinutes(2), // 5.22
        [nameof(NemoLimits.StreamIdleTimeout)] = TimeSpan.FromMinutes(10), // 5.23
        [nameof(NemoLimits.StreamTimeout)] = TimeSpan.FromMinutes(15), // 5.23
        [nameof(NemoLimits.StatePollInterval)] = TimeSpan.FromSeconds(2), // 5.25
        [nameof(NemoLimits.StatePollCount)] = 5, // 5.25
        [nameof(NemoLimits.RecoveryDelay)] = TimeSpan.FromSeconds(30), // 5.27
        [nameof(NemoLimits.RecoveryInterval)] = TimeSpan.FromSeconds(60), // 5.27
        [nameof(NemoLimits.RecoveryCount)] = 5, // 5.27
        [nameof(NemoLimits.TransferIdleTimeout)] = TimeSpan.FromMinutes(2),
        [nameof(NemoLimits.UrlUploadTimeout)] = TimeSpan.FromMinutes(10),
        [nameof(NemoLimits.RenderPollInterval)] = TimeSpan.FromSeconds(30), // 8.3
        [nameof(NemoLimits.RenderTimeout)] = TimeSpan.FromMinutes(30),
        [nameof(NemoLimits.UnreachableTimeout)] = TimeSpan.FromMinutes(2), // 8.3
    };

    [Fact]
    public void Defaults_EachLimit_MatchesProtocol()
    {
        var limits = new NemoLimits();

        Assert.Equal(
            Defaults.OrderBy(static one => one.Key),
            typeof(NemoLimits).GetProperties()
                .Select(property => KeyValuePair.Create(property.Name, property.GetValue(limits)!))
                .OrderBy(static one => one.Key));
    }

    [Fact]
    public void MaxUploadBytes_Always_Is500MiB() => Assert.Equal(524_288_000, NemoLimits.MaxUploadBytes); // 6
}
