using System.Text.Json;

namespace Kubexit.Tests.Infrastructure;

/// <summary>What <c>kubexit status</c> tells of a graveyard.</summary>
internal static class ToldStatus
{
    /// <summary>The state of each process that it knows, by name.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> Of(TemporaryGraveyard graveyard)
    {
        var status = graveyard.Start([KubexitBinary.Path, "status", "--output", "json"], []);
        await status.ExitsWith(0);
        using var json = JsonDocument.Parse(status.Output.Text);
        return json.RootElement.GetProperty("processes").EnumerateArray().ToDictionary(
            process => process.GetProperty("name").GetString()!, process => process.GetProperty("state").GetString()!);
    }

    public static async Task Tells(TemporaryGraveyard graveyard, string name, string state) =>
        Assert.Equal(state, (await Of(graveyard)).GetValueOrDefault(name, "unknown"));
}
