namespace NemoVideo.Client.Tests.Faults;

/// <summary>
/// Expected outcomes of calls with faults: a row of docs/faults.md. <c>Once</c> and <c>Always</c> use the notation of <see
/// cref="FaultBench"/>.
/// </summary>
internal sealed record FaultRule(IReadOnlyList<string> Faults, IReadOnlyList<string> Calls, string Once, string Always, string Reason)
{
    public bool Covers(string fault, string call) => Faults.Contains(fault) && Calls.Contains(call);
}
