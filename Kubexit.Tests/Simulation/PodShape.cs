using Kubexit.Coordination;

namespace Kubexit.Tests.Simulation;

/// <summary>Random pods: two to four members and what they want of each other, cycles included.</summary>
internal static class PodShape
{
    private static readonly string[] Names = ["app", "db", "proxy", "job"];

    private static readonly DeathExitCode[] Codes = [DeathExitCode.Child, DeathExitCode.Zero, DeathExitCode.Dependency];

    public static SimulatedMember[] Of(Random random)
    {
        var names = Names[..random.Next(2, 5)];
        return Array.ConvertAll(names, name => Member(random, name, Array.FindAll(names, other => other != name)));
    }

    private static SimulatedMember Member(Random random, string name, string[] others)
    {
        var options = new CoordinatorOptions
        {
            Name = name,
            BirthTimeout = TimeSpan.FromSeconds(10),
            GracePeriod = TimeSpan.FromSeconds(random.Next(3) * 2),
            OutliveTimeout = TimeSpan.FromSeconds(8),
            DeathExitCode = Codes[random.Next(3)],
            BirthDependencies = Some(
                random, others, other => new BirthDependency(other, (BirthCondition)random.Next(4), random.Next(4) == 0)),
            DeathDependencies = Some(random, others, other => new DeathDependency(other, (DeathCondition)random.Next(3))),
            OutliveDependencies = Some(random, others, other => other),
        };
        if (new CoordinatorRules(options, static p => p).Check().Any()) options.BirthDependencies = [];
        return new SimulatedMember(options)
        {
            ChildObeysAfter = random.Next(5) == 0 ? null : TimeSpan.FromMilliseconds(random.Next(3000)),
            CannotStart = random.Next(16) == 0,
        };
    }

    private static T[] Some<T>(Random random, string[] others, Func<string, T> make) =>
        Array.ConvertAll(Array.FindAll(others, _ => random.Next(3) == 0), other => make(other));
}
