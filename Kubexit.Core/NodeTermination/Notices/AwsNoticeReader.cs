using System.Globalization;
using System.Text.Json;
using Kubexit.Configuration;

namespace Kubexit.NodeTermination;

/// <summary>
/// The bodies of EC2's metadata keys. Each returns <see langword="null"/> for what it does not understand: no information.
/// </summary>
internal static class AwsNoticeReader
{
    public static IReadOnlyList<Announcement>? SpotAction(string body) => Object(body, root =>
        Text(root, "action") is { } action && Time(Text(root, "time")) is { } end
            ? [new Announcement(
                action == "hibernate" ? NodeTerminationKind.AwsSpotHibernation : NodeTerminationKind.AwsSpotInterruption,
                $"spot-{action}@{end.ToUnixTimeSeconds()}",
                action == "hibernate" ? null : end)]
            : null);

    public static IReadOnlyList<Announcement>? Rebalance(string body) => Object(body, root =>
        Time(Text(root, "noticeTime")) is { } notice
            ? [new Announcement(NodeTerminationKind.AwsRebalanceRecommendation, $"rebalance@{notice.ToUnixTimeSeconds()}")]
            : null);

    public static IReadOnlyList<Announcement>? Lifecycle(string body, string bootId) => body.Trim() switch
    {
        "Terminated" => [new Announcement(NodeTerminationKind.AwsScaleIn, $"scale-in@{bootId}")],
        { Length: > 0 and <= 64 } state when state.All(c => char.IsAsciiLetter(c) || c == ':') => [],
        _ => null,
    };

    public static IReadOnlyList<Announcement>? Scheduled(string body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            if (document.RootElement.ValueKind != JsonValueKind.Array) return null;
            var events = new List<Announcement>();
            foreach (var item in document.RootElement.EnumerateArray())
            {
                if (item.ValueKind != JsonValueKind.Object || Text(item, "EventId") is not { } id) return null;
                if (Text(item, "State") is not ("completed" or "canceled"))
                    events.Add(new(Kind(Text(item, "Code")), id, Time(Text(item, "NotBefore"))));
            }
            return events;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException) // Half of a surrogate pair.
        {
            return null;
        }
    }

    private static NodeTerminationKind Kind(string? code) => code switch
    {
        "instance-reboot" or "system-reboot" => NodeTerminationKind.AwsScheduledReboot,
        "instance-stop" or "instance-retirement" => NodeTerminationKind.AwsScheduledRetirement,
        _ => NodeTerminationKind.AwsScheduledMaintenance,
    };

    private static IReadOnlyList<Announcement>? Object(string body, Func<JsonElement, IReadOnlyList<Announcement>?> read)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.ValueKind == JsonValueKind.Object ? read(document.RootElement) : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException) // Half of a surrogate pair.
        {
            return null;
        }
    }

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            && value.GetString() is { Length: > 0 and <= 256 } text
            ? text
            : null;

    // RFC 3339, or "21 Jan 2019 09:00:43 GMT" with a day that is not padded.
    private static DateTimeOffset? Time(string? text) =>
        DateTimeOffset.TryParseExact(
            text, ["d MMM yyyy HH:mm:ss 'GMT'", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"], CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            ? time
            : null;
}
