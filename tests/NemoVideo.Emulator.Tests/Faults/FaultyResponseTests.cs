using System.Net.Sockets;

namespace NemoVideo.Emulator.Tests.Faults;

/// <summary>Faults of a response after the work is done.</summary>
public sealed class FaultyResponseTests
{
    [Fact]
    public async Task AnswerTwice_OnTheWire_SendsTheSameBytesTwice()
    {
        await using var caller = await Caller.StartAsync();
        caller.Host.AddFault("GET /register: answer twice");
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, caller.Host.Url.Port, Caller.Ending);
        await using var wire = new NetworkStream(socket);
        await wire.WriteAsync("GET /register HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"u8.ToArray(), Caller.Ending);
        using var reader = new StreamReader(wire);
        var answer = await reader.ReadToEndAsync(Caller.Ending);

        Assert.StartsWith("HTTP/1.1 200 OK", answer, StringComparison.Ordinal);
        Assert.Equal(answer[..(answer.Length / 2)], answer[(answer.Length / 2)..]);
    }

    [Fact]
    public async Task Sessions_OverHttp_HaveUploadAndMessageCounts()
    {
        await using var caller = await Caller.WithClipAsync();
        var records = await caller.Http.GetStringAsync("/_emulator/sessions", Caller.Ending);

        Assert.Equal($$"""[{"id":"{{caller.Session}}","name":"Summer","uploadCount":1,"messageCount":0}]""", records);
    }
}
