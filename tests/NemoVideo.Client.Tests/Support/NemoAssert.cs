using NemoVideo.Client.Errors;

namespace NemoVideo.Client.Tests.Support;

internal static class NemoAssert
{
    /// <summary>Checks that the call fails with an error of this kind, and returns the error.</summary>
    public static async Task<NemoException> ThrowsAsync(NemoErrorKind kind, Func<Task> call)
    {
        var error = await Assert.ThrowsAsync<NemoException>(call);
        Assert.Equal(kind, error.Kind);
        return error;
    }
}
