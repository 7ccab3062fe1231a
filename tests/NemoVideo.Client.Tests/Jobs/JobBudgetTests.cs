using NemoVideo.Client.Errors;
using NemoVideo.Client.Jobs;
using NemoVideo.Client.Tests.Support;

namespace NemoVideo.Client.Tests.Jobs;

/// <summary>Which jobs may spend credits, by their estimates, the maximum of the run and the balance.</summary>
public sealed class JobBudgetTests
{
    private const string OverMaximum = "The credit limit for this run";
    private const string OverBalance = "The account doesn't have enough credits";

    [Fact]
    public async Task Reserve_Maximum_IsUsedUpExactly()
    {
        await using var service = await StartAsync(10_000);
        using var budget = await CreateAsync(service, maximum: 100);

        await ReserveAsync(budget);
        await ReserveAsync(budget);
        budget.Release(50, isSpent: true);
        budget.Release(50, isSpent: true);

        await RefusesAsync(budget, OverMaximum);
        Assert.Equal(10_000, budget.AvailableBefore);
        Assert.Equal(1, ReadCount(service));
    }

    [Theory]
    [InlineData(100, false)]
    [InlineData(100, true)]
    [InlineData(120, true)]
    public async Task Reserve_MaximumIsReservedByOthers_WaitsForThem(long maximum, bool isFirstSpent)
    {
        await using var service = await StartAsync(10_000);
        using var budget = await CreateAsync(service, maximum);
        await ReserveAsync(budget);
        if (isFirstSpent)
        {
            budget.Release(50, isSpent: true);
        }

        await ReserveAsync(budget);

        var waiting = ReserveAsync(budget);
        Assert.False(waiting.IsCompleted);
        budget.Release(50, isSpent: false);

        await waiting;
        Assert.Equal(1, ReadCount(service));
    }

    [Fact]
    public async Task Reserve_EditsCostLessThanTheirEstimates_UsesTheBalanceThatIsLeft()
    {
        await using var service = await StartAsync(60);
        using var budget = await CreateAsync(service);
        await ReserveAsync(budget);
        budget.Release(50, isSpent: true);
        service.Host.SetCredits(50);

        await ReserveAsync(budget);
        budget.Release(50, isSpent: true);
        service.Host.SetCredits(49);

        await RefusesAsync(budget, OverBalance);
        Assert.Equal((60, 3), (budget.AvailableBefore, ReadCount(service)));
    }

    [Theory]
    [InlineData(50, OverBalance)]
    [InlineData(49, OverMaximum)]
    public async Task Reserve_NeitherSuffices_SaysWhatToIncrease(long maximum, string problem)
    {
        await using var service = await StartAsync(40);
        using var budget = await CreateAsync(service, maximum);

        await RefusesAsync(budget, problem);
    }

    /// <summary>The balance isn't asked: the service's answer counts.</summary>
    [Fact]
    public async Task Reserve_ServiceReportedThatCreditsAreUsedUp_Refuses()
    {
        await using var service = await StartAsync(10_000);
        using var budget = await CreateAsync(service);
        await ReserveAsync(budget);
        budget.Release(50, isSpent: true);
        budget.ReportExhausted();

        await RefusesAsync(budget, OverBalance);
        Assert.Equal(1, ReadCount(service));
    }

    [Theory]
    [InlineData(0, 150)]
    [InlineData(1, 100)]
    public void EstimateCredit_OnlyTheFirstMessageWithoutInputsGenerates(int inputCount, long expected) =>
        Assert.Equal(expected, JobOptions.EstimateCredit(
            new VideoJob { Inputs = [.. Enumerable.Repeat("a", inputCount)], Messages = ["one", "two"] }));

    private static Task<TestService> StartAsync(long credits) => TestService.StartAsync(TestService.Plain with { Credits = credits });

    private static async Task<JobBudget> CreateAsync(TestService service, long? maximum = null) =>
        new(maximum, (await service.ConnectAsync()).Service.Transport);

    private static Task ReserveAsync(JobBudget budget) => budget.ReserveAsync(50, TestService.Ending);

    private static async Task RefusesAsync(JobBudget budget, string problem)
    {
        var error = await Assert.ThrowsAsync<NemoException>(() => ReserveAsync(budget));
        Assert.Equal(NemoErrorKind.OutOfCredits, error.Kind);
        Assert.StartsWith(problem, error.Message, StringComparison.Ordinal);
    }

    private static int ReadCount(TestService service) => service.RequestsTo("GET", "/api/credits/").Count;
}
