using System.Net;
using System.Net.Sockets;
using Foldline.Sequences;

namespace Foldline.Server.Webhooks;

/// <summary>
/// Where webhooks may point: not at this machine or its private neighbours, unless the operator allows it. The address is checked when it is connected to, so that a
/// name cannot be turned to another address in between.
/// </summary>
internal static class WebhookAddress
{
    public static Uri Parse(string? url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" && address.UserInfo.Length == 0 && url!.Length <= 2000 && !url.Any(char.IsControl)
            ? address : throw new InputException("url is an http or https address of at most 2000 characters, without a user in it.");

    public static SocketsHttpHandler Handler(bool allowPrivate) => new()
    {
        AllowAutoRedirect = false, UseCookies = false, UseProxy = false, ConnectTimeout = TimeSpan.FromSeconds(5), PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        ConnectCallback = async (context, cancellationToken) =>
        {
            var addresses = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, cancellationToken);
            var address = Array.Find(addresses, each => allowPrivate || IsPublic(each))
                ?? throw new HttpRequestException($"{context.DnsEndPoint.Host} is this machine or a private address; the server's operator must allow such webhooks.");
            var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(address, context.DnsEndPoint.Port, cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        },
    };

    internal static bool IsPublic(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        if (IPAddress.IsLoopback(address) || address.IsIPv6LinkLocal || address.IsIPv6UniqueLocal || address.IsIPv6Multicast || address.IsIPv6SiteLocal) return false;
        if (address.AddressFamily == AddressFamily.InterNetworkV6) return !address.Equals(IPAddress.IPv6Any);
        var bytes = address.GetAddressBytes();
        return bytes[0] switch
        {
            0 or 10 or 127 or >= 224 => false,
            100 => bytes[1] is < 64 or > 127,
            169 => bytes[1] != 254,
            172 => bytes[1] is < 16 or > 31,
            192 => bytes[1] != 168 && !(bytes[1] == 0 && bytes[2] == 0),
            198 => bytes[1] is not (18 or 19),
            _ => true,
        };
    }
}
