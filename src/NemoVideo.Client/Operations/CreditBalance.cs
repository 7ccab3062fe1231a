namespace NemoVideo.Client.Operations;

/// <summary>The account's credits (protocol section 7).</summary>
/// <param name="Available">What can be spent.</param>
/// <param name="Frozen">What is held by running work.</param>
/// <param name="Total">Both together.</param>
public sealed record CreditBalance(long Available, long Frozen, long Total);
