using System.Buffers.Binary;
using System.Text;
using Kubexit.Kubernetes;

namespace Kubexit.Probes;

/// <summary>
/// The two messages of <c>grpc.health.v1.Health/Check</c>, each with a single field numbered 1: a string that names the service, and the
/// number of a status (<see href="https://github.com/grpc/grpc/blob/master/doc/health-checking.md"/>). Encoded by hand: these few
/// bytes are all of gRPC that a probe needs, while the gRPC packages would weigh more than the rest of the program.
/// </summary>
internal static class GrpcHealthMessage
{
    /// <summary>A response is 7 bytes long; more than this is no answer to our question.</summary>
    public const int MaxResponse = 1024;

    private const int PrefixLength = 5;
    private const byte ServiceTag = 1 << 3 | 2, StatusTag = 1 << 3 | 0;

    /// <summary>The length-prefixed request.</summary>
    public static byte[] Request(string service)
    {
        var name = Encoding.UTF8.GetBytes(service);
        var message = new List<byte>(name.Length + 12);
        if (name.Length > 0)
        {
            message.Add(ServiceTag);
            for (var length = (uint)name.Length; ; length >>= 7)
            {
                message.Add((byte)(length > 0x7f ? length | 0x80 : length));
                if (length <= 0x7f) break;
            }

            message.AddRange(name);
        }

        var request = new byte[PrefixLength + message.Count]; // The first byte, 0, says: not compressed.
        BinaryPrimitives.WriteInt32BigEndian(request.AsSpan(1), message.Count);
        message.CopyTo(request, PrefixLength);
        return request;
    }

    /// <summary>The status in a length-prefixed response; <see langword="null"/> when it is malformed.</summary>
    public static int? Status(ReadOnlySpan<byte> response)
    {
        if (response.Length < PrefixLength || response[0] != 0) return null;
        var message = response[PrefixLength..];
        if (BinaryPrimitives.ReadUInt32BigEndian(response[1..]) != message.Length) return null;
        return message switch
        {
            [] => 0, // protobuf leaves out a field that is 0: UNKNOWN.
            [StatusTag, < 0x80 and var status, ..] => status,
            _ => null,
        };
    }

    /// <summary>The name of a status for people.</summary>
    public static string StatusName(int status) => status switch
    {
        0 => "UNKNOWN",
        1 => "SERVING",
        2 => "NOT_SERVING",
        3 => "SERVICE_UNKNOWN",
        _ => $"{status}",
    };
}
