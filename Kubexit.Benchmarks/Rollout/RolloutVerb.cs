using Kubexit.Benchmarks.WholeProcess;

namespace Kubexit.Benchmarks.Rollout;

/// <summary>
/// <c>rollout [--requests 2000] [--replicas 3] [--seed 1]</c>: clients keep sending while every replica of a web app is replaced by a new
/// one, as a Deployment's rollout does: the new replica becomes ready, the old one gets TERM, and its endpoint is removed 1 to 3 s later.
/// Counts the requests that are lost, for the stock ASP.NET Core host and for one with Kubexit. Ends with 1 when the latter has lost any.
/// </summary>
internal static class RolloutVerb
{
    private static readonly (string Name, RolloutHost Host)[] Hosts =
        [("stock host", RolloutHost.Stock), ("with Kubexit", RolloutHost.Kubexit)];

    public static int Run(string[] args)
    {
        var options = new Options(args, "--requests", "--replicas", "--seed");
        Machine.Print();
        var (requests, replicas, seed) = (options.Number("--requests", 2000), options.Number("--replicas", 3), options.Number("--seed", 1));
        return RunAsync(requests, replicas, seed).GetAwaiter().GetResult();
    }

    private static async Task<int> RunAsync(int requests, int replicas, int seed)
    {
        var results = new List<IReadOnlyList<Tally>>();
        foreach (var (_, host) in Hosts)
        {
            // The same delays of the endpoints for both.
            await using var service = new Service(host, new Random(seed));
            await service.StartAsync(replicas);
            using var load = new Load(service);
            load.Start();
            do await service.ReplaceAllAsync();
            while (load.Requests < requests);
            results.Add(await load.StopAsync());
        }

        Print(results);
        return results[^1].Sum(tally => tally.Lost) == 0 ? 0 : 1;
    }

    private static string[] Cells(IReadOnlyList<Tally> tallies) =>
        [$"{tallies.Sum(tally => tally.Requests)}", $"{tallies.Sum(tally => tally.Lost)}"];

    private static void Print(List<IReadOnlyList<Tally>> results)
    {
        var table = new MarkdownTable(["connections", .. Hosts.SelectMany(host => (string[])[$"{host.Name}: requests", "lost"])]);
        for (var kind = 0; kind < results[0].Count; kind++)
            table.Add([results[0][kind].Kind, .. results.SelectMany(tallies => Cells([tallies[kind]]))]);
        table.Add(["all", .. results.SelectMany(Cells)]);
        table.Print();
        for (var i = 0; i < results.Count; i++)
        {
            foreach (var (cause, count) in results[i].SelectMany(tally => tally.Causes).GroupBy(cause => cause.Key).Select(
                group => (group.Key, group.Sum(cause => cause.Value))))
                Console.WriteLine($"{Hosts[i].Name}, lost: {count} times {cause}");
        }
    }
}
