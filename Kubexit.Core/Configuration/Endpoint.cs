using System.Globalization;

namespace Kubexit.Configuration;

/// <summary>A host and a port as people write them: <c>localhost:6379</c>, <c>127.0.0.1:80</c>, <c>[::1]:443</c>.</summary>
internal readonly record struct Endpoint(string Host, int Port)
{
    private const string Example = "Write a host and a port, for example 'localhost:6379' or '[::1]:6379'";

    public static Parsed<Endpoint> Parse(string text)
    {
        var colon = text.LastIndexOf(':');
        if (colon < 0) return Bad("it has no port");
        if (!int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port is < 1 or > 65535)
            return Bad($"'{text[(colon + 1)..]}' is not a port from 1 to 65535");
        var host = text[..colon];
        if (host.StartsWith('[') && host.EndsWith(']')) host = host[1..^1];
        else if (host.Contains(':')) return Bad("an IPv6 address needs brackets");
        return Uri.CheckHostName(host) == UriHostNameType.Unknown
            ? Bad(host.Length == 0 ? "it has no host" : $"'{host}' is not a host name")
            : Parsed<Endpoint>.Ok(new(host, port));
    }

    private static Parsed<Endpoint> Bad(string cause) => Parsed<Endpoint>.Bad($"{cause}. {Example}");
}
