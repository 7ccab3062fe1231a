using System.Runtime.CompilerServices;
using NemoVideo.Client.Edits;

namespace NemoVideo.Client.Tests.Support;

internal static class NemoClientExtensions
{
    /// <summary>Sends a message when it is enumerated, and returns only the events of its stream.</summary>
    public static async IAsyncEnumerable<AgentEvent> SendAsync(
        this NemoClient client, string sessionId, string message, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var stream = await client.Service.Messages.OpenAsync(sessionId, message, timeout: null, isRepeated: false, cancellationToken);
        await foreach (var current in stream.ReadAsync(cancellationToken))
        {
            yield return current is InterruptedEvent { Failure: var failure } ? throw failure : current;
        }
    }
}
