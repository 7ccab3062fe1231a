using NemoVideo.Client.Errors;

namespace NemoVideo.Client.Journal;

/// <summary>What a failed call says of what it asked for: clearly not done, or perhaps done.</summary>
internal static class JournalOutcome
{
    public static JournalStep Of(Exception failure) =>
        failure is NemoException { Outcome: Outcome.NotDone, Kind: not NemoErrorKind.Closed } ? JournalStep.Failed : JournalStep.Unknown;
}
