using System.Globalization;
using System.Text.Json;
using Kubexit.Configuration;

namespace Kubexit.NodeTermination;

/// <summary>Azure's document of scheduled events.</summary>
internal static class AzureNoticeReader
{
    /// <param name="Announcement">The event.</param>
    /// <param name="OnlyOurs">Whether the event names no other VM.</param>
    internal sealed record ScheduledEvent(Announcement Announcement, bool OnlyOurs);

    /// <returns>The events that name <paramref name="resource"/>; <see langword="null"/> when the document is not understood.</returns>
    public static IReadOnlyList<ScheduledEvent>? Read(string body, string resource)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty("Events", out var events))
                return null;
            if (events.ValueKind != JsonValueKind.Array) return null;
            var ours = new List<ScheduledEvent>();
            foreach (var item in events.EnumerateArray())
            {
                if (One(item, resource) is { } scheduled) ours.Add(scheduled);
            }

            return ours;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException) // Half of a surrogate pair.
        {
            return null;
        }
    }

    private static ScheduledEvent? One(JsonElement item, string resource)
    {
        if (item.ValueKind != JsonValueKind.Object || Text(item, "EventId") is not { } id || Kind(Text(item, "EventType")) is not { } kind)
            return null;
        if (!item.TryGetProperty("Resources", out var resources) || resources.ValueKind != JsonValueKind.Array) return null;
        var isOurs = false;
        foreach (var name in resources.EnumerateArray()) isOurs |= resource.Equals(name.GetString(), StringComparison.OrdinalIgnoreCase);
        if (!isOurs) return null;
        // Empty once the event has started: then the rule of the kind says how long that leaves.
        var end = DateTimeOffset.TryParseExact(
            Text(item, "NotBefore"), "ddd, d MMM yyyy HH:mm:ss 'GMT'", CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) ? time : (DateTimeOffset?)null;
        return new ScheduledEvent(new Announcement(kind, id, end), resources.GetArrayLength() == 1);
    }

    private static NodeTerminationKind? Kind(string? type) => type switch
    {
        "Preempt" => NodeTerminationKind.AzurePreemption,
        "Terminate" => NodeTerminationKind.AzureTermination,
        "Reboot" => NodeTerminationKind.AzureReboot,
        "Redeploy" => NodeTerminationKind.AzureRedeployment,
        "Freeze" => NodeTerminationKind.AzureFreeze,
        _ => null,
    };

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            && value.GetString() is { Length: > 0 and <= 256 } text
            ? text
            : null;
}
