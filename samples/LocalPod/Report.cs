using Kubexit;

namespace LocalPod;

/// <summary>What the graveyard tells afterwards.</summary>
internal static class Report
{
    public static void Print(Graveyard graveyard)
    {
        var entries = graveyard.List().ToDictionary(e => e.Name);
        foreach (var entry in entries.Values)
        {
            Console.WriteLine($"--- tombstone of {entry.Name} ({entry.Vitality.ToString().ToLowerInvariant()})");
            Console.WriteLine(File.ReadAllText(Path.Combine(graveyard.Path, entry.Name)));
        }

        if (entries.GetValueOrDefault("client")?.Tombstone is not { } client
            || entries.GetValueOrDefault("server")?.Tombstone is not { } server)
            return;
        Say("client waited for the server's readiness", client.Waiting, client.Born ?? client.Died);
        Say("server took from its birth to readiness", server.Born, server.Ready);
        Say("client was started after the server was ready by", server.Ready, client.Born);
        Say("server ended after the client's death by", client.Died, server.Died);
    }

    private static void Say(string what, DateTimeOffset? from, DateTimeOffset? to)
    {
        if (to - from is { } span) Console.WriteLine($"{what,-50} {span.TotalMilliseconds,9:0.0} ms");
    }
}
