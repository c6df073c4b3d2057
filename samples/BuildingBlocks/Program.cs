// Each part of Kubexit.Core alone: dotnet run --project samples/BuildingBlocks -- watch|wait|supervise|coordinate [GRAVEYARD]
using BuildingBlocks;

var path = args.ElementAtOrDefault(1) ?? Path.Combine(Path.GetTempPath(), "graveyard");
using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, e) =>
{
    e.Cancel = true;
    stop.Cancel();
};
Func<string, CancellationToken, Task>? example = args.FirstOrDefault() switch
{
    "watch" => Examples.WatchAsync,
    "wait" => Examples.WaitAsync,
    "supervise" => (_, token) => Examples.SuperviseAsync(token),
    "coordinate" => Examples.CoordinateAsync,
    _ => null,
};
if (example is null) return 64;
try
{
    await example(path, stop.Token);
    return 0;
}
catch (OperationCanceledException)
{
    return 130;
}
