using Kubexit.Coordination;
using Kubexit.Supervision;

namespace Kubexit.Tests.Simulation;

/// <summary>
/// Pods of two or three members, small enough for every order in which their processes run and the worst happens, up to a number of
/// choices.
/// </summary>
internal static class SmallPod
{
    private static readonly Dictionary<string, Func<CoordinatorOptions[]>> Shapes = new()
    {
        ["death"] = () => [Named("app", deaths: "db"), Named("db")],
        ["birth"] = () => [Named("app", births: "db", deaths: "db"), Named("db")],
        ["sidecar"] = () => [Named("proxy", deaths: "app", outlives: "app"), Named("app", births: "proxy")],
        ["mutual"] = () => [Named("app", deaths: "db"), Named("db", deaths: "app")],
        ["cycle"] = () => [Named("app", births: "db"), Named("db", births: "app")],
        ["chain"] = () => [Named("web", births: "app", deaths: "app"), Named("app", births: "db", deaths: "db"), Named("db")],
        ["star"] = () => [Named("app", births: "db"), Named("job", deaths: "db"), Named("db")],
    };

    public static IEnumerable<string> Names => Shapes.Keys;

    /// <summary>One run.</summary>
    /// <param name="shape">Which pod.</param>
    /// <param name="isSettled">Whether all have come up before the first choice; else they are just beginning.</param>
    /// <param name="happenings">How many things happen, beside what the processes do by themselves.</param>
    /// <param name="choices">Decide.</param>
    /// <returns>What must not be; <see langword="null"/> when all was well.</returns>
    public static string? Run(string shape, bool isSettled, int happenings, AllChoices choices)
    {
        var pod = new SimulatedPod(
            [.. Shapes[shape]().Select(options => new SimulatedMember(options) { ChildObeysAfter = TimeSpan.FromMilliseconds(100) })],
            _ => 0);
        if (isSettled) pod.Advance(TimeSpan.FromMilliseconds(1));
        var left = happenings;
        List<Action> options = [];
        while (pod.Check.Violation is null && !choices.IsSpent)
        {
            options.Clear();
            foreach (var process in pod.Busy()) options.Add(process.Turn);
            if (left > 0) AddHappenings(pod, options, () => left--);
            if (options.Count == 0) break;
            options[choices.Next(options.Count)]();
        }

        pod.Settle();
        return pod.Check.Violation;
    }

    private static void AddHappenings(SimulatedPod pod, List<Action> options, Action count)
    {
        foreach (var member in pod.Members)
        {
            var process = member.Current;
            if (process.HasEnded)
            {
                Add(() => pod.Begin(member));
                continue;
            }

            Add(process.Kill);
            if (process.TermsSent == 0) Add(process.Term);
            if (!process.IsChildAlive) continue;
            Add(() => process.EndChild(ChildExit.Exited(0)));
            Add(() => process.EndChild(ChildExit.Exited(3)));
        }

        Add(() => pod.Advance(TimeSpan.FromSeconds(3)));

        void Add(Action happening) => options.Add(() =>
        {
            count();
            happening();
        });
    }

    private static CoordinatorOptions Named(string name, string? births = null, string? deaths = null, string? outlives = null) => new()
    {
        Name = name,
        BirthTimeout = TimeSpan.FromSeconds(10),
        GracePeriod = TimeSpan.FromSeconds(2),
        OutliveTimeout = TimeSpan.FromSeconds(8),
        BirthDependencies = births is null ? [] : [new BirthDependency(births)],
        DeathDependencies = deaths is null ? [] : [new DeathDependency(deaths)],
        OutliveDependencies = outlives is null ? [] : [outlives],
    };
}
