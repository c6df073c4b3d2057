using Kubexit;
using Kubexit.Coordination;
using Kubexit.Dependencies;
using Kubexit.Supervision;

namespace BuildingBlocks;

/// <summary>What docs/building-blocks.md shows; a test compares the two.</summary>
internal static class Examples
{
    public static async Task WatchAsync(string path, CancellationToken stop)
    {
        var graveyard = new Graveyard(path);
        await foreach (var entry in graveyard.WatchAsync(cancellationToken: stop))
            Console.WriteLine($"{entry.Name} is {entry.Vitality}");
    }

    public static async Task WaitAsync(string path, CancellationToken stop)
    {
        using var watcher = new DependencyWatcher(new Graveyard(path), births: [new("db")], deaths: [new("job")]);
        await watcher.WaitForBirthsAsync(stop);
        var death = await watcher.WaitForDeathAsync(stop);
        Console.WriteLine(death);
    }

    public static async Task SuperviseAsync(CancellationToken stop)
    {
        await using var child = new ChildSupervisor();
        await child.StartAsync(new ChildStartInfo { Command = ["sleep", "1000"] });
        Console.WriteLine($"started process {child.ProcessId}");
        var exit = await child.StopAsync(gracePeriod: TimeSpan.FromSeconds(5), cancellationToken: stop);
        Console.WriteLine($"ended with {exit}");
    }

    public static async Task CoordinateAsync(string path, CancellationToken stop)
    {
        var options = new CoordinatorOptions
        {
            Name = "app",
            GraveyardPath = path,
            BirthDependencies = [new("db")],
            DeathDependencies = [new("job")]
        };
        var coordinator = new Coordinator(options, new ChildStartInfo { Command = ["sleep", "1000"] });
        var result = await coordinator.RunAsync(stop);
        Console.WriteLine($"{result.Reason}: {result.Child}");
    }
}
