using NemoVideo.Client.Errors;

namespace NemoVideo.Client.Streaming;

/// <summary>What may be sent as a message.</summary>
internal static class MessageText
{
    /// <summary>A blank message would be taken, not understood, and charged all the same.</summary>
    /// <exception cref="NemoException">The message is blank; nothing was sent or written to the journal.</exception>
    public static void Check(string message)
    {
        if (string.IsNullOrWhiteSpace(message))
        {
            throw new NemoException(NemoErrorKind.InvalidArgument, "The message is empty.", "Say what to do, in plain words.");
        }
    }
}
