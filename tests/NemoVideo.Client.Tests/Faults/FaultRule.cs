namespace NemoVideo.Client.Tests.Faults;

/// <summary>What becomes of some calls under some faults: a row of docs/faults.md.</summary>
/// <param name="Faults">The faults it holds for.</param>
/// <param name="Calls">The calls it holds for.</param>
/// <param name="Once">How the call ends where the fault comes once, in the notation of <see cref="FaultBench"/>.</param>
/// <param name="Always">How it ends where the fault stays.</param>
/// <param name="Reason">Why.</param>
internal sealed record FaultRule(IReadOnlyList<string> Faults, IReadOnlyList<string> Calls, string Once, string Always, string Reason)
{
    public bool Covers(string fault, string call) => Faults.Contains(fault) && Calls.Contains(call);
}
