using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Microsoft.AspNetCore.Http;

namespace Kubexit.Tests.KubernetesApi;

internal enum WatchCommand
{
    /// <summary>The store has changed.</summary>
    Look,
    Bookmark,
    End,
    Cut,
    CutWithinLine,
    Expire,
}

/// <summary>One open watch: writes changes as they happen, each line flushed, as chunked transfer.</summary>
internal sealed class WatchSession(HttpContext context, ResourceStore store, ApiRequest request)
{
    private readonly Channel<WatchCommand> _commands = Channel.CreateUnbounded<WatchCommand>();
    private readonly ResourcePath _path = request.Resource!;
    private readonly Selector _selector = new(request.Query.GetValueOrDefault("fieldSelector"));
    private long _version = long.Parse(request.Query.GetValueOrDefault("resourceVersion", "0"));

    /// <summary>Whether the watch has been accepted: from here on it misses nothing.</summary>
    public bool IsOpen { get; private set; }

    public void Tell(WatchCommand command) => _commands.Writer.TryWrite(command);

    public async Task RunAsync(CancellationToken stopping)
    {
        var seconds = int.Parse(request.Query.GetValueOrDefault("timeoutSeconds", "1800"));
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(seconds));
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, context.RequestAborted, stopping);
        context.Response.ContentType = "application/json";
        await context.Response.Body.FlushAsync(either.Token);
        try
        {
            if (_version != 0 && _version < store.Oldest)
            {
                await WriteAsync("ERROR", StatusBody.Expired(_version, store.Oldest));
                return;
            }

            IsOpen = true;
            Tell(WatchCommand.Look);
            await foreach (var command in _commands.Reader.ReadAllAsync(either.Token))
            {
                if (!await ObeyAsync(command)) return;
            }
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested)
        {
            // The agreed end of the watch.
        }
    }

    private async Task<bool> ObeyAsync(WatchCommand command)
    {
        foreach (var change in store.After(_version, _path, _selector))
        {
            await WriteAsync(change.Type, change.Object);
            _version = change.Version;
        }

        switch (command)
        {
            case WatchCommand.Bookmark:
                _version = store.Version;
                await WriteAsync("BOOKMARK", new JsonObject
                {
                    ["kind"] = "Pod",
                    ["apiVersion"] = "v1",
                    ["metadata"] = new JsonObject { ["resourceVersion"] = $"{_version}", ["creationTimestamp"] = null },
                    ["spec"] = new JsonObject { ["containers"] = null },
                    ["status"] = new JsonObject(),
                });
                return true;
            case WatchCommand.Expire:
                await WriteAsync("ERROR", StatusBody.Expired(_version, store.Version));
                return false;
            case WatchCommand.Cut or WatchCommand.CutWithinLine:
                return await CutAsync(command == WatchCommand.CutWithinLine);
            default:
                return command != WatchCommand.End;
        }
    }

    private async Task<bool> CutAsync(bool withinLine)
    {
        if (withinLine)
        {
            await context.Response.Body.WriteAsync("""{"type":"MODIFIED","object":{"kind":"Pod","apiVer"""u8.ToArray());
            await context.Response.Body.FlushAsync();
        }

        context.Abort();
        return false;
    }

    private async Task WriteAsync(string type, JsonObject value)
    {
        var line = new JsonObject { ["type"] = type, ["object"] = value.DeepClone() };
        await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(line.ToJsonString() + "\n"));
        await context.Response.Body.FlushAsync();
    }
}
