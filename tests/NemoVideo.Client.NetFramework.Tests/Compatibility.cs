using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace NemoVideo.Client.Tests;

/// <summary>Members of .NET 10 that the linked tests use, and that neither .NET Framework nor the package Polyfill has.</summary>
internal static class Compatibility
{
    extension(HttpStatusCode)
    {
        public static HttpStatusCode TooManyRequests => (HttpStatusCode)429;
    }

    extension(TimeSpan)
    {
        public static TimeSpan operator *(int factor, TimeSpan time) => TimeSpan.FromTicks(factor * time.Ticks);
    }

    extension(string text)
    {
        public string Replace(string oldValue, string? newValue, StringComparison comparison) => comparison == StringComparison.Ordinal
            ? text.Replace(oldValue, newValue)
            : throw new NotSupportedException();
    }

    extension(TcpListener listener)
    {
        /// <summary>The token has no effect: the listener is stopped instead.</summary>
        public Task<Socket> AcceptSocketAsync(CancellationToken cancellationToken) => listener.AcceptSocketAsync().WaitAsync(cancellationToken);
    }

    extension(Socket socket)
    {
        public Task<int> ReceiveAsync(byte[] buffer, SocketFlags flags, CancellationToken cancellationToken) =>
            socket.ReceiveAsync(new ArraySegment<byte>(buffer), flags).WaitAsync(cancellationToken);
    }

    extension(SslStream stream)
    {
        public Task AuthenticateAsServerAsync(SslServerAuthenticationOptions options, CancellationToken cancellationToken) =>
            stream.AuthenticateAsServerAsync(options.ServerCertificate!).WaitAsync(cancellationToken);
    }
}

/// <summary>The options of an encrypted server that the tests use.</summary>
internal sealed class SslServerAuthenticationOptions
{
    public X509Certificate2? ServerCertificate { get; init; }
}
