using Kubexit.Configuration;
using Kubexit.Coordination;
using Kubexit.Dependencies;
using Microsoft.Extensions.Options;

namespace Kubexit.Hosting;

/// <summary>All helper processes of an application together: what is wrong with them, and in which order they end.</summary>
internal sealed class ProcessPlan
{
    private static readonly string DefaultGraveyard = new CoordinatorOptions().GraveyardPath;

    private readonly ProcessSettings _settings;

    public ProcessPlan(
        IEnumerable<ProcessRegistration> registrations, IOptionsMonitor<SupervisedProcessOptions> options, ProcessSettings settings)
    {
        _settings = settings;
        Processes = registrations.Select(r => r.Name).Distinct().ToDictionary(name => name, options.Get);
    }

    public IReadOnlyDictionary<string, SupervisedProcessOptions> Processes { get; }

    public IEnumerable<string> Warnings =>
    [
        .. _settings.Warnings,
        .. _settings.Names.Where(name => !Processes.ContainsKey(name)).Select(name =>
            $"{ConfigurationVariables.SectionName}:{ProcessSettings.Section}:{name} is ignored: the application has no such process. "
            + "Add it by AddSupervisedProcess."),
    ];

    /// <summary>Everything that is wrong, one sentence each.</summary>
    public IReadOnlyList<string> Check(KubexitMemberOptions member) =>
    [
        .. Processes.Values.SelectMany(process => process.Errors),
        .. Processes.SelectMany(process => CheckHost(process.Key, process.Value, member)),
        .. Processes.SelectMany(process => CheckEnds(process.Key, process.Value)),
        .. CheckCycles(),
    ];

    /// <summary>Puts the processes where the application is.</summary>
    public void Settle(KubexitMemberOptions member)
    {
        foreach (var process in Processes.Values)
        {
            if (process.Coordination.GraveyardPath == DefaultGraveyard) process.Coordination.GraveyardPath = member.GraveyardPath;
        }
    }

    /// <summary>
    /// The processes that end before this one: those that wait for it, unless they outlive it, and those that it outlives.
    /// </summary>
    public IEnumerable<string> StoppedBefore(string name) => Processes.Keys.Where(other =>
        Outlives(name, other) || (StartedBefore(other).Contains(name) && !Outlives(other, name)));

    private IEnumerable<string> StartedBefore(string name) => Processes[name]
        .Coordination.BirthDependencies.Select(birth => birth.Name).Where(Processes.ContainsKey);

    private bool Outlives(string name, string other) => Processes[name].Coordination.OutliveDependencies.Contains(other);

    /// <summary>A process that can never start cannot stop in order either: one error is enough.</summary>
    private IReadOnlyList<string> CheckCycles() =>
        Cycles(StartedBefore, "Cannot start", "waits for", "Remove one of these birth dependencies.") is { Count: > 0 } errors
            ? errors
            : Cycles(StoppedBefore, "Cannot stop", "ends after", "Remove one of these birth or outlive dependencies.");

    private IReadOnlyList<string> Cycles(Func<string, IEnumerable<string>> before, string failure, string relation, string remedy)
    {
        return [.. new ProcessCycles(before).Find(Processes.Keys).Select(Error)];

        string Error(IReadOnlyList<string> cycle) =>
            $"{failure} process {string.Join($", which {relation} ", cycle.Append(cycle[0]).Select(name => $"'{name}'"))}: "
            + $"the circle never ends. {remedy}";
    }

    /// <summary>
    /// The application starts its processes when it has been born, is ready when they are, and stops them before it ends itself.
    /// </summary>
    private static IEnumerable<string> CheckHost(string name, SupervisedProcessOptions process, KubexitMemberOptions member)
    {
        if (name == member.Name)
            yield return $"Cannot use process name '{name}': it is the name of the application itself. Give the process another name.";
        if (member.BirthDependencies.Any(birth => birth.Name == name))
        {
            yield return $"Cannot start the application: it waits for '{name}', which the application itself starts only after that "
                + "wait. Remove the birth dependency; the host waits by HostStartsWhen.";
        }

        if (member.Name.Length == 0) yield break;
        foreach (var birth in process.Coordination.BirthDependencies.Where(birth => birth.Name == member.Name))
        {
            if (BirthConditions.NeedsEnd(birth.Condition))
            {
                yield return $"Cannot start process '{name}': it waits for the end of '{birth.Name}', the application that starts it. "
                    + "Remove the birth dependency.";
            }
            else if (birth.Condition == BirthCondition.Ready && process.HostStartsWhen is not null)
            {
                yield return $"Cannot start process '{name}': it waits for '{birth}', the application, which waits for the process. "
                    + $"Wait for '{birth.Name}:born', or set HostStartsWhen of the process to never.";
            }
        }

        if (process.Coordination.OutliveDependencies.Contains(member.Name))
        {
            yield return $"Cannot stop process '{name}': it outlives '{member.Name}', the application, which waits for its end. "
                + "Remove the outlive dependency.";
        }
    }

    /// <summary>An end that others wait for must not be the end of all.</summary>
    private IEnumerable<string> CheckEnds(string name, SupervisedProcessOptions process)
    {
        var stops = process.HostStopsWhen;
        if (process.HostStartsWhen is { } start && StopsBy(start))
        {
            yield return $"Cannot use HostStartsWhen '{Choice.Word(start)}' of process '{name}': the same end stops the host "
                + $"(HostStopsWhen '{Choice.Word(stops!.Value)}'). Set HostStopsWhen to failed or never.";
        }

        foreach (var (other, options) in Processes)
        {
            foreach (var birth in options.Coordination.BirthDependencies.Where(birth => birth.Name == name && StopsBy(birth.Condition)))
            {
                yield return $"Cannot start process '{other}': it waits for '{birth}', and that end stops the host. "
                    + $"Set HostStopsWhen of process '{name}' to failed or never.";
            }
        }

        // A process that is always started again never stops the host.
        bool StopsBy(BirthCondition condition) =>
            process.RestartPolicy != RestartPolicy.Always && stops is { } stop && BirthConditions.Implies(condition, stop);
    }
}
