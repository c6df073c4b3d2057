using System.Net;
using System.Net.Http.Headers;
using Kubexit.Kubernetes;

namespace Kubexit.Probes;

/// <summary>
/// A call of <c>grpc.health.v1.Health/Check</c> over HTTP/2 without TLS, as the kubelet makes it. It needs no gRPC package, see
/// <see cref="GrpcHealthMessage"/>; the rest of the protocol (<see href="https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md"/>)
/// is one POST whose outcome stands in the header or trailer <c>grpc-status</c>.
/// </summary>
internal sealed class GrpcProbe(string host, int port, string service) : IProbe
{
    private const string Ok = "0", NotFound = "5", Unimplemented = "12";

    private readonly Uri _url = new UriBuilder("http", host, port, "/grpc.health.v1.Health/Check").Uri;

    public async Task<ProbeResult> CheckAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var client = ProbeHttpClient.Create();
            using var request = CreateRequest();
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken)
                .ConfigureAwait(false);
            if (response.StatusCode != HttpStatusCode.OK) return ProbeResult.Failure($"HTTP status {(int)response.StatusCode}");
            var body = await ReadBodyAsync(response, cancellationToken).ConfigureAwait(false);
            return body is null ? ProbeResult.Failure("the answer is too long for a health check") : Judge(GrpcStatusOf(response), body);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return ProbeResult.Failure(ProbeHttpClient.Explain(e));
        }
    }

    private HttpRequestMessage CreateRequest()
    {
        var request = new HttpRequestMessage(HttpMethod.Post, _url)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact, // Without TLS this means HTTP/2 from the first byte.
            Content = new ByteArrayContent(GrpcHealthMessage.Request(service)),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/grpc");
        request.Headers.TE.Add(new TransferCodingWithQualityHeaderValue("trailers"));
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("kubexit", null));
        return request;
    }

    /// <summary>The whole body, which must be read before the trailers are there; <see langword="null"/> when it is too long.</summary>
    private static async Task<byte[]?> ReadBodyAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var buffer = new byte[GrpcHealthMessage.MaxResponse];
        var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            var length = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(
                false);
            return length == buffer.Length ? null : buffer[..length];
        }
    }

    /// <summary>In the trailers, or in the headers of an answer that has nothing else.</summary>
    private static string? GrpcStatusOf(HttpResponseMessage response) =>
        response.TrailingHeaders.TryGetValues("grpc-status", out var values) || response.Headers.TryGetValues("grpc-status", out values)
            ? values.FirstOrDefault()
            : null;

    private ProbeResult Judge(string? grpcStatus, byte[] body) => grpcStatus switch
    {
        Ok => GrpcHealthMessage.Status(body) switch
        {
            1 => ProbeResult.Success,
            { } status => ProbeResult.Failure($"gRPC health {GrpcHealthMessage.StatusName(status)}"),
            null => ProbeResult.Failure("the answer is not a gRPC health message"),
        },
        NotFound => ProbeResult.Failure($"the gRPC server does not know the service '{service}'"),
        Unimplemented => ProbeResult.Failure("the gRPC server does not implement grpc.health.v1.Health"),
        null => ProbeResult.Failure("the answer is not gRPC: it has no grpc-status"),
        _ => ProbeResult.Failure($"gRPC status {grpcStatus}"),
    };
}
