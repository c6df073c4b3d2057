using System.Collections.Concurrent;
using System.Text;
using Google.Protobuf;
using Kubexit.Tests.NodeTermination;
using Microsoft.AspNetCore.Http;

namespace Kubexit.Tests.NodeAgent;

/// <summary>
/// A collector for OTLP over HTTP: it answers as opentelemetry-collector does, and keeps what it was sent. Fields are read by their numbers
/// in opentelemetry-proto 1.x.
/// </summary>
internal sealed class OtlpReceiver : MetadataServer
{
    private readonly ConcurrentDictionary<string, long> _metrics = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<OtlpSpan> _spans = new();

    /// <summary>The last value of each series: <c>name{key=value}</c>.</summary>
    public IReadOnlyDictionary<string, long> Metrics => _metrics;

    public IReadOnlyList<OtlpSpan> Spans => [.. _spans];

    protected override async Task AnswerAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        if (context.Request.ContentType != "application/x-protobuf")
        {
            context.Response.StatusCode = 415;
            return;
        }
        var scopes = new Message(body.ToArray()).All(1).SelectMany(resource => resource.All(2));
        foreach (var item in scopes.SelectMany(scope => scope.All(2)))
        {
            if (context.Request.Path == "/v1/metrics") ReadMetric(item);
            else if (context.Request.Path == "/v1/traces") _spans.Enqueue(Span(item));
            else context.Response.StatusCode = 404;
        }
        context.Response.ContentType = "application/x-protobuf";
    }

    private void ReadMetric(Message metric)
    {
        foreach (var point in metric.All(5).Concat(metric.All(7)).SelectMany(data => data.All(1)))
        {
            var labels = string.Join(',', point.All(7).Select(label => $"{label.Text(1)}={label.All(2).Single().Text(1)}"));
            _metrics[labels.Length == 0 ? metric.Text(1) : $"{metric.Text(1)}{{{labels}}}"] = point.Number(6);
        }
    }

    private static OtlpSpan Span(Message span) => new(
        span.Text(5), Convert.ToHexString(span.Bytes(1)), Convert.ToHexString(span.Bytes(2)), Convert.ToHexString(span.Bytes(4)),
        span.All(9).ToDictionary(label => label.Text(1), label => label.All(2).Single().Text(1)));

    /// <summary>A message by its field numbers.</summary>
    private sealed class Message
    {
        private readonly List<(int Field, byte[] Bytes, long Number)> _fields = [];

        public Message(byte[] bytes)
        {
            var input = new CodedInputStream(bytes);
            for (uint tag; (tag = input.ReadTag()) != 0;)
            {
                var field = WireFormat.GetTagFieldNumber(tag);
                _fields.Add(WireFormat.GetTagWireType(tag) switch
                {
                    WireFormat.WireType.LengthDelimited => (field, input.ReadBytes().ToByteArray(), 0L),
                    WireFormat.WireType.Fixed64 => (field, [], input.ReadSFixed64()),
                    WireFormat.WireType.Fixed32 => (field, [], input.ReadSFixed32()),
                    _ => (field, [], input.ReadInt64()),
                });
            }
        }

        public IEnumerable<Message> All(int field) =>
            _fields.Where(found => found.Field == field).Select(found => new Message(found.Bytes));

        public byte[] Bytes(int field) => _fields.Find(found => found.Field == field).Bytes ?? [];

        public string Text(int field) => Encoding.UTF8.GetString(Bytes(field));

        public long Number(int field) => _fields.Find(found => found.Field == field).Number;
    }
}

/// <summary>A span as it was sent; ids in hexadecimal.</summary>
internal sealed record OtlpSpan(string Name, string Trace, string Id, string Parent, IReadOnlyDictionary<string, string> Tags);
