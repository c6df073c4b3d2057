using System.Text.Json;

namespace Kubexit.NodeTermination;

/// <summary>
/// Reads <c>instance/upcoming-maintenance</c>, which exists in snake_case and in camelCase, and as text when there is none.
/// </summary>
internal static class GceUpcomingMaintenance
{
    /// <returns>The window, an empty list for "none", <see langword="null"/> when this is neither.</returns>
    public static IReadOnlyList<Announcement>? Read(string text)
    {
        if (text.Trim('"') == "NONE") return [];
        try
        {
            using var document = JsonDocument.Parse(text);
            if (document.RootElement.ValueKind != JsonValueKind.Object) return null;
            var fields = new Dictionary<string, JsonElement>();
            foreach (var field in document.RootElement.EnumerateObject())
                fields.TryAdd(field.Name.Replace("_", "", StringComparison.Ordinal).ToUpperInvariant(), field.Value);
            if (fields.Count == 0 || fields.ContainsKey("ERROR")) return [];
            if (!fields.TryGetValue("WINDOWSTARTTIME", out var start) || start.ValueKind != JsonValueKind.String) return null;
            return start.TryGetDateTimeOffset(out var end)
                ? [new Announcement(NodeTerminationKind.GceUpcomingMaintenance, $"upcoming-maintenance@{end.ToUnixTimeSeconds()}", end)]
                : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException) // Half of a surrogate pair.
        {
            return null;
        }
    }
}
