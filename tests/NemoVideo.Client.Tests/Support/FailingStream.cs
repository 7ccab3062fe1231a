namespace NemoVideo.Client.Tests.Support;

/// <summary>A body whose connection is lost after its bytes.</summary>
internal sealed class FailingStream(byte[] bytes) : MemoryStream(bytes)
{
    /// <summary>All other overloads call this one.</summary>
    public override int Read(byte[] buffer, int offset, int count) =>
        Position < Length ? base.Read(buffer, offset, count) : throw new IOException("The connection was lost.");
}
