using System.Net;
using NemoVideo.Client.Http;

namespace NemoVideo.Client.Tests;

public sealed class PrivateNetworkTests
{
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.255.255.254")]
    [InlineData("0.0.0.0")]
    [InlineData("10.0.0.1")]
    [InlineData("10.255.255.255")]
    [InlineData("100.64.0.1")]
    [InlineData("100.127.255.255")]
    [InlineData("169.254.169.254")]
    [InlineData("172.16.0.1")]
    [InlineData("172.31.255.255")]
    [InlineData("192.168.0.1")]
    [InlineData("224.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("fc00::1")]
    [InlineData("fdff::1")]
    [InlineData("fe80::1")]
    [InlineData("fec0::1")]
    [InlineData("ff02::1")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("64:ff9b::192.168.1.1")]
    [InlineData("2002:0a00:0001::1")]
    public void Includes_AddressOfAPrivateNetwork_IsTrue(string address) => Assert.True(PrivateNetwork.Includes(IPAddress.Parse(address)));

    [Theory]
    [InlineData("1.1.1.1")]
    [InlineData("9.255.255.255")]
    [InlineData("11.0.0.0")]
    [InlineData("100.63.255.255")]
    [InlineData("100.128.0.0")]
    [InlineData("126.255.255.255")]
    [InlineData("128.0.0.0")]
    [InlineData("169.253.255.255")]
    [InlineData("172.15.255.255")]
    [InlineData("172.32.0.0")]
    [InlineData("192.167.255.255")]
    [InlineData("192.169.0.0")]
    [InlineData("223.255.255.255")]
    [InlineData("2606:4700::1")]
    [InlineData("::ffff:1.1.1.1")]
    [InlineData("64:ff9b::1.1.1.1")]
    [InlineData("64:ff9b:1::a00:1")]
    [InlineData("2002:0101:0101::1")]
    public void Includes_AddressOfTheInternet_IsFalse(string address) => Assert.False(PrivateNetwork.Includes(IPAddress.Parse(address)));

    [Theory]
    [InlineData("https://localhost/v.mp4", true)]
    [InlineData("https://LOCALHOST:8443/v.mp4", true)]
    [InlineData("https://[::1]/v.mp4", true)]
    [InlineData("https://[fe80::1%25eth0]/v.mp4", true)]
    [InlineData("https://10.1.2.3/v.mp4", true)]
    [InlineData("https://0x0a010203/v.mp4", true)]
    [InlineData("https://167838211/v.mp4", true)]
    [InlineData("https://010.1.2.3/v.mp4", false)]
    [InlineData("https://cdn.example/v.mp4", false)]
    [InlineData("https://10.1.2.3.example/v.mp4", false)]
    public void Includes_Host_IsToldFromItsName(string address, bool expected) => Assert.Equal(expected, PrivateNetwork.Includes(new Uri(address)));
}
