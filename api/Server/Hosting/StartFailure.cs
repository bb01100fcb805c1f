using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Connections;

namespace Integration.Graph.Server.Hosting;

/// <summary>One-line messages for a server that cannot listen, each with its remedy.</summary>
internal static partial class StartFailure
{
    private const string Write = "Write scheme, host and port, such as http://localhost:5080.";
    private const string Choose = "choose another address with --urls, such as --urls http://localhost:5081";

    /// <summary>Returns the message for an exception; null if the exception has another cause.</summary>
    /// <param name="exception">The exception that stopped the start.</param>
    /// <param name="settings">The settings with the addresses to listen on.</param>
    public static string? Of(Exception exception, IConfiguration settings)
    {
        var where = FailedAddress().Match(exception.Message) is { Success: true } match ? match.Groups[1].Value : string.Join(", ", AddressesIn(settings));
        var socket = InChain<SocketException>(exception);
        return exception switch
        {
            _ when InChain<AddressInUseException>(exception) is not null || socket?.SocketErrorCode == SocketError.AddressAlreadyInUse =>
                $"The address {where} is in use by another program. Stop that program, or {Choose}.",
            _ when socket?.SocketErrorCode == SocketError.AccessDenied =>
                $"The user '{Environment.UserName}' may not listen on {where}: ports below 1024 need a privilege. Put a reverse proxy in front of the server, grant CAP_NET_BIND_SERVICE, or {Choose}.",
            _ when socket?.SocketErrorCode == SocketError.AddressNotAvailable =>
                $"The address {where} does not belong to this machine. Write http://0.0.0.0:PORT for all addresses, or {Choose}.",
            _ when socket is not null => $"The server cannot listen on {where}: {socket.Message}. Check the address, or {Choose}.",
            _ when InChain<CryptographicException>(exception) is { } certificate =>
                $"The certificate for https cannot be used: {OneLine(certificate.Message)} Check the file, its password and its key in Kestrel:Certificates or Kestrel:Endpoints.",
            FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException =>
                $"A file for https cannot be read: {OneLine(exception.Message)} Check the paths in Kestrel:Certificates and Kestrel:Endpoints.",
            InvalidOperationException { Source: "Microsoft.AspNetCore.Server.Kestrel.Core" or "Microsoft.AspNetCore.Server.Kestrel" } =>
                $"The settings of urls or Kestrel are wrong: {OneLine(exception.Message)}",
            FormatException or UriFormatException =>
                $"An address in urls cannot be read: {OneLine(exception.Message)} {Write}",
            ArgumentOutOfRangeException { ParamName: "port" } =>
                $"An address in urls cannot be read: the port is above 65535. {Write}",
            _ => null,
        };
    }

    /// <summary>
    /// Returns the exit code for an exception with a message. An address that can never be listened on is wrong use; all else,
    /// such as a port in use, may succeed later.
    /// </summary>
    public static int ExitCodeOf(Exception exception) =>
        InChain<SocketException>(exception) is null && InChain<CryptographicException>(exception) is null
        && exception is FormatException or ArgumentOutOfRangeException or InvalidOperationException ? ExitCode.WrongUse : ExitCode.Failed;

    private static IEnumerable<string> AddressesIn(IConfiguration settings) =>
        new[] { settings[WebHostDefaults.ServerUrlsKey] }.Concat(settings.GetSection("Kestrel:Endpoints").GetChildren().Select(x => x["Url"])).Where(x => !string.IsNullOrEmpty(x))!;

    private static T? InChain<T>(Exception? exception)
        where T : Exception
    {
        for (; exception is not null; exception = exception.InnerException)
        {
            if (exception is T found)
            {
                return found;
            }
        }

        return null;
    }

    private static string OneLine(string text) => text.ReplaceLineEndings(" ").TrimEnd() is { Length: > 0 } line && line[^1] != '.' ? line + "." : text.ReplaceLineEndings(" ").TrimEnd();

    [GeneratedRegex("^Failed to bind to address ([^ ]+): ")]
    private static partial Regex FailedAddress();
}
