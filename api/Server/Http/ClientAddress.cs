using System.Net;
using System.Net.Sockets;

namespace Integration.Graph.Server.Http;

/// <summary>The client address that rate limits count by.</summary>
internal static class ClientAddress
{
    private const int NetworkBytes = 8;

    /// <summary>
    /// Returns an IPv4 address unchanged, and the /64 network of an IPv6 address: one internet subscriber has at least a whole /64 and
    /// could use a new address for each request.
    /// </summary>
    public static string Of(IPAddress? address)
    {
        if (address is null)
        {
            return "unknown";
        }

        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4().ToString();
        }

        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return address.ToString();
        }

        var bytes = address.GetAddressBytes();
        Array.Clear(bytes, NetworkBytes, bytes.Length - NetworkBytes);
        return new IPAddress(bytes) + "/64";
    }
}
