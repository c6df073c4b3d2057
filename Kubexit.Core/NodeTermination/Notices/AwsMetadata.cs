using System.Net;
using Kubexit.Kubernetes;

namespace Kubexit.NodeTermination;

/// <summary>
/// EC2's instance metadata service, version 2: every get carries a session token, renewed shortly before its end or when refused. Version
/// 1, without tokens, only where it is allowed and tokens are refused.
/// https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-retrieval.html
/// </summary>
internal sealed class AwsMetadata(Uri metadata, MetadataHttp http, TimeProvider time, bool allowVersion1 = false)
{
    private static readonly TimeSpan Life = TimeSpan.FromHours(1), Early = TimeSpan.FromSeconds(15);

    private readonly SemaphoreSlim _gate = new(1, 1);
    private string? _token;
    private long _issued;

    public async Task<MetadataReply> GetAsync(string path, CancellationToken cancellationToken)
    {
        var (token, failure) = await TokenAsync(refused: null, cancellationToken);
        if (token is null) return IsVersion1(failure!) ? await SendAsync(path, null, cancellationToken) : failure!;
        var reply = await SendAsync(path, token, cancellationToken);
        if (reply.Status != HttpStatusCode.Unauthorized) return reply;
        (token, failure) = await TokenAsync(refused: token, cancellationToken);
        return token is null ? failure! : await SendAsync(path, token, cancellationToken);
    }

    /// <summary>Whether this is EC2: only EC2 hands out such tokens.</summary>
    public async Task<bool> AnswersAsync(CancellationToken cancellationToken) =>
        ((await TokenAsync(refused: null, cancellationToken)) is var (token, failure) && (token is not null || IsVersion1(failure!)))
        && (await GetAsync("instance-id", cancellationToken)) is { IsOk: true, Body: var id }
            && id.StartsWith("i-", StringComparison.Ordinal);

    // A service of version 1 only knows no such request; one that merely hangs or fails may know it.
    private bool IsVersion1(MetadataReply failure) =>
        allowVersion1 && failure.Status is (HttpStatusCode.Forbidden or HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed);

    private Task<MetadataReply> SendAsync(string path, string? token, CancellationToken cancellationToken) => http.SendAsync(
        HttpMethod.Get, new Uri(metadata, "latest/meta-data/" + path), token is null ? null : ("X-aws-ec2-metadata-token", token),
        MetadataHttp.ShortLimit,
        cancellationToken);

    private async Task<(string? Token, MetadataReply? Failure)> TokenAsync(string? refused, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (_token is not null && _token != refused && time.GetElapsedTime(_issued) < Life - Early) return (_token, null);
            var reply = await http.SendAsync(
                HttpMethod.Put, new Uri(metadata, "latest/api/token"), ("X-aws-ec2-metadata-token-ttl-seconds", "3600"),
                MetadataHttp.ShortLimit, cancellationToken);
            _token = reply.IsOk && IsToken(reply.Body) ? reply.Body.Trim() : null;
            _issued = time.GetTimestamp();
            return (_token, reply with { Cause = $"no session token: {(reply.IsOk ? "not a token" : reply.Cause)}" });
        }
        finally
        {
            _gate.Release();
        }
    }

    // The header's value comes from the network: it must not contain a second header, or a whole page.
    private static bool IsToken(string text) => text.Trim() is { Length: > 0 and <= 1024 } token && token.All(c => c is > ' ' and < '\x7f');
}
