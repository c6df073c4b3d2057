using Kubexit.NodeTermination;
using Microsoft.AspNetCore.Http;

namespace Kubexit.Tests.NodeTermination;

/// <summary>Google's metadata server: the header, the unquoted etag for each key, the hanging get with last_etag and timeout_sec.</summary>
internal sealed class GceMetadataServer : MetadataServer
{
    private readonly object _gate = new();
    private readonly Dictionary<string, (string Value, string ETag)> _values = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _etag;

    public GceMetadataServer()
    {
        Set("instance/id", "1234567890123456789");
        Set("instance/maintenance-event", "NONE");
        Set("instance/preempted", "FALSE");
    }

    /// <summary>Hanging gets that wait right now.</summary>
    public int Hanging { get; private set; }

    /// <summary>Does not say that it is Google: a captive portal, another cloud.</summary>
    public bool Impostor { get; set; }

    public void Set(string key, string value)
    {
        lock (_gate)
        {
            _values[key] = (value, $"{++_etag:x16}");
            _changed.SetResult();
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    protected override async Task AnswerAsync(HttpContext context)
    {
        var request = context.Request;
        if (request.Headers["Metadata-Flavor"] != "Google" || request.Headers.ContainsKey("X-Forwarded-For"))
        {
            context.Response.StatusCode = 403;
            await WriteAsync(context, "<!DOCTYPE html><p>Missing Metadata-Flavor:Google header.", "text/html; charset=UTF-8");
            return;
        }
        var key = request.Path.Value!.Replace("/computeMetadata/v1/", "", StringComparison.Ordinal);
        if (Find(key) is not { } value)
        {
            context.Response.StatusCode = 404;
            return;
        }
        if (request.Query["wait_for_change"] == "true")
            value = await WaitAsync(key, value, request.Query["last_etag"], request.Query["timeout_sec"], context);
        var headers = context.Response.Headers;
        if (!Impostor) headers["Metadata-Flavor"] = "Google";
        headers["ETag"] = value.ETag;
        headers["Server"] = "Metadata Server for VM";
        headers["X-XSS-Protection"] = "0";
        headers["X-Frame-Options"] = "SAMEORIGIN";
        await WriteAsync(context, value.Value, request.Query["alt"] == "json" ? "application/json" : "application/text");
    }

    private (string Value, string ETag)? Find(string key)
    {
        lock (_gate) return _values.TryGetValue(key, out var value) ? value : null;
    }

    private async Task<(string Value, string ETag)> WaitAsync(
        string key, (string Value, string ETag) value, string? last, string? seconds, HttpContext context)
    {
        if (last is { Length: > 0 } && last != value.ETag) return value;
        var limit = seconds is null ? Timeout.InfiniteTimeSpan : TimeSpan.FromSeconds(int.Parse(seconds));
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, Stopping);
        var timeout = Task.Delay(limit, end.Token);
        lock (_gate) Hanging++;
        try
        {
            while (true)
            {
                Task changed;
                lock (_gate)
                {
                    if (_values[key].ETag != value.ETag) return _values[key];
                    changed = _changed.Task;
                }
                if (await Task.WhenAny(changed, timeout) != timeout) continue;
                await timeout;
                return value;
            }
        }
        finally
        {
            lock (_gate) Hanging--;
        }
    }
}
