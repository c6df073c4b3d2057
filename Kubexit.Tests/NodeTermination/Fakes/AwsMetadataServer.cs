using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;

namespace Kubexit.Tests.NodeTermination;

/// <summary>EC2's metadata service in version 2 only: a token by PUT, 401 without a valid one, 404 for what is not announced.</summary>
internal sealed class AwsMetadataServer : MetadataServer
{
    private readonly ConcurrentDictionary<string, string> _values = new();
    private volatile string _token = "";
    private int _tokens;

    public AwsMetadataServer()
    {
        _values["instance-id"] = "i-0123456789abcdef0";
        _values["events/maintenance/scheduled"] = "[]";
    }

    public int TokensIssued => _tokens;

    /// <summary>A service of version 1: requests for a token are answered with this status, and all else needs none.</summary>
    public int? RefusesTokensWith { get; set; }

    /// <summary>The token is refused from now on, as after its end or a change of the service.</summary>
    public void ExpireToken() => _token = "";

    public void Set(string key, string? body)
    {
        if (body is null) _values.TryRemove(key, out _);
        else _values[key] = body;
    }

    protected override async Task AnswerAsync(HttpContext context)
    {
        var request = context.Request;
        if (request.Path == "/latest/api/token")
        {
            if (RefusesTokensWith is { } status)
            {
                context.Response.StatusCode = status;
                return;
            }
            if (request.Method != "PUT" || !int.TryParse(request.Headers["X-aws-ec2-metadata-token-ttl-seconds"], out var ttl)
                || ttl is < 1 or > 21600)
            {
                context.Response.StatusCode = 400;
                return;
            }
            _token = $"AQAEAF{Interlocked.Increment(ref _tokens)}==";
            context.Response.Headers["X-aws-ec2-metadata-token-ttl-seconds"] = $"{ttl}";
            await WriteAsync(context, _token, "text/plain");
            return;
        }
        if (RefusesTokensWith is null && (_token.Length == 0 || request.Headers["X-aws-ec2-metadata-token"] != _token))
        {
            context.Response.StatusCode = 401;
            return;
        }
        if (_values.TryGetValue(request.Path.Value!.Replace("/latest/meta-data/", "", StringComparison.Ordinal), out var body))
        {
            await WriteAsync(context, body, "text/plain");
            return;
        }
        context.Response.StatusCode = 404;
        await WriteAsync(context, "<?xml version=\"1.0\"?><html><head><title>404 - Not Found</title></head></html>", "text/html");
    }
}
