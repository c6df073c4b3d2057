using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Kubexit.Tests.KubernetesApi;

/// <summary>Sends a watch: each event one chunk that ends in a line feed, as it happens.</summary>
internal sealed class WatchSession(HttpContext context, WatchFeed feed)
{
    /// <summary>Whether the watch has been accepted: from here on it misses nothing.</summary>
    public bool IsOpen { get; private set; }

    public void Tell(WatchCommand command) => feed.Tell(command);

    public async Task RunAsync(CancellationToken stopping)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        context.Response.ContentType = "application/json";
        await context.Response.Body.FlushAsync(either.Token);
        IsOpen = true;
        await foreach (var item in feed.Items.ReadAllAsync(either.Token))
        {
            if (item.Command is { } cut)
            {
                if (cut == WatchCommand.CutWithinLine) await SendAsync("""{"type":"MODIFIED","object":{"kind":"Pod","apiVer"""u8.ToArray());
                context.Abort();
                return;
            }
            await SendAsync(Line(item));
        }
    }

    private static ReadOnlyMemory<byte> Line(WatchItem item)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("type", item.Type);
            writer.WritePropertyName("object");
            item.Object.WriteTo(writer);
            writer.WriteEndObject();
        }
        buffer.Write("\n"u8);
        return buffer.WrittenMemory;
    }

    private async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        await context.Response.Body.WriteAsync(bytes);
        await context.Response.Body.FlushAsync();
    }
}
