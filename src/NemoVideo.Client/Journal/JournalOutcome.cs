namespace NemoVideo.Client.Journal;

/// <summary>What a failed call says of what it asked for: clearly not done, or perhaps done.</summary>
internal static class JournalOutcome
{
    public static JournalStep Of(Exception failure) => failure is NemoException known && IsRefusal(known) ? JournalStep.Failed : JournalStep.Unknown;

    private static bool IsRefusal(NemoException failure) => failure.Kind switch
    {
        NemoErrorKind.ConnectionLost or NemoErrorKind.Closed or NemoErrorKind.Timeout or NemoErrorKind.InvalidAnswer => false,
        _ => !failure.IsOutcomeUnknown,
    };
}
