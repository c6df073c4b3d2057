using Kubexit.Configuration;
using Kubexit.Coordination;
using Kubexit.Probes;
using Kubexit.Supervision;
using Kubexit.Tests.Fakes;
using static Kubexit.Coordination.CoordinatorEventKind;

namespace Kubexit.Tests.Coordination;

/// <summary>Holds the machine to the tables of <c>docs/state-machine.md</c>, row by row and in every case.</summary>
public sealed class CoordinatorMachineTests
{
    private const int Usr1 = 10, Usr2 = 12;
    private static readonly string[] Conditions = ["postStart", "probe", "preStop", "preStop on signal", "outlive", "no grace", "asked"];
    private static readonly string[] States =
        ["Waiting", "Starting", "Running", "Ready", "Holding", "Hook", "Terminating", "Killing", "Dead"];

    private static readonly (string Name, CoordinatorEvent Event)[] Events =
    [
        .. Enum.GetValues<CoordinatorEventKind>().Except([CoordinatorEventKind.Signal, CoordinatorEventKind.ClockElapsed]).Select(
            k => (k.ToString(), new CoordinatorEvent(k))),
        .. Enum.GetValues<StopClock>().Select(clock => ($"{clock}Elapsed", CoordinatorEvent.Elapsed(clock))),
        .. new[] { SignalName.Term, Usr2 }.Select(s => ("Signal stop", CoordinatorEvent.OfSignal(s))),
        .. new[] { SignalName.Hup, SignalName.Int, SignalName.Quit }.Select(s => ("Signal end", CoordinatorEvent.OfSignal(s))),
        ("Signal other", CoordinatorEvent.OfSignal(Usr1)),
    ];

    [Fact]
    public void Handle_EveryStateAndEvent_DoesWhatTheTableSays()
    {
        var rows = StateMachineRow.ReadAll();
        var used = new HashSet<StateMachineRow>();
        var (cases, wrong) = (0, new List<string>());
        for (var bits = 0; bits < 1 << Conditions.Length; bits++)
        {
            var holding = Conditions.Where((_, i) => (bits & (1 << i)) != 0).ToHashSet();
            if (holding.Contains("preStop on signal") && !holding.Contains("preStop")) continue;
            foreach (var state in States)
            {
                foreach (var (name, happening) in Events)
                {
                    if (Reach(state, holding) is not var (machine, actions)) continue;
                    cases++;
                    actions.Done.Clear();
                    machine.Handle(happening);
                    var row = rows.FirstOrDefault(r => r.Fits(state, name, holding));
                    if (row is not null) used.Add(row);
                    var expected = row is null ? $"{state}: "
                        : $"{(row.Next == "same" ? state : row.Next)}: {string.Join(", ", row.Actions)}";
                    var actual = $"{StateOf(machine)}: {string.Join(", ", actions.Done)}";
                    if (actual != expected)
                        wrong.Add($"{state} + {name} [{string.Join(", ", holding)}] is {actual} and should be {expected}");
                }
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong.Take(20)));
        Assert.True(cases > 8_000, $"only {cases} cases");
        Assert.Empty(rows.Except(used).Select(r => $"{string.Join(", ", r.States)} + {r.Event}: no case leads here"));
    }

    [Theory]
    [InlineData("child", 3, false, 143)]
    [InlineData("zero", 3, false, 0)]
    [InlineData("dependency", 3, false, 3)]
    [InlineData("dependency", -1, false, 255)]
    [InlineData("dependency", null, true, 137)]
    [InlineData("dependency", null, false, 137)]
    [InlineData("7", 3, false, 7)]
    public void Handle_C5_DeathExitCode_AppliesToAStopOfOurs(string word, int? dependencyCode, bool hasVanished, int expected)
    {
        var policy = SettingValue.DeathCode(word).Value;
        var death = new CoordinatorEvent(DependencyDied) { Death = new DependencyDeath("app", default, dependencyCode, hasVanished) };
        var exit = new CoordinatorEvent(ChildExited) { Exit = ChildExit.Signaled(SignalName.Term) };
        var result = Run(new() { DeathExitCode = policy }, new(BirthsFulfilled), new(ChildStarted), death, exit);
        Assert.Equal((expected, 143, DeathReason.DependencyDied), (result.ExitCode, result.RecordedExitCode, result.Reason));
        var unborn = Run(new() { DeathExitCode = policy }, death);
        Assert.Equal((expected, 143, null), (unborn.ExitCode, unborn.RecordedExitCode, unborn.Child));
    }

    [Fact]
    public void Handle_C5_DeathExitCode_DoesNotCoverAKill() => Assert.Equal(137, Run(
        new() { DeathExitCode = DeathExitCode.Zero }, new(BirthsFulfilled), new(ChildStarted), new(DependencyDied),
        CoordinatorEvent.Elapsed(StopClock.Grace),
        new(ChildExited) { Exit = ChildExit.Signaled(SignalName.Kill) }).ExitCode);

    [Fact]
    public void Handle_C5_DeathExitCode_DoesNotCoverAStopFromOutside() => Assert.Equal(143, Run(
        new() { DeathExitCode = DeathExitCode.Zero }, new(BirthsFulfilled), new(ChildStarted), CoordinatorEvent.OfSignal(SignalName.Term),
        new(DependencyDied),
        new(ChildExited) { Exit = ChildExit.Signaled(SignalName.Term) }).ExitCode);

    [Theory]
    [InlineData(null, 143)]
    [InlineData(0, 0)]
    [InlineData(7, 7)]
    public void Handle_TermExitCode_AppliesToAStopFromOutsideThatTheChildObeyed(int? code, int expected)
    {
        CoordinatorEvent[] stopped = [new(BirthsFulfilled), new(ChildStarted), CoordinatorEvent.OfSignal(SignalName.Term)];
        var obeyed = new CoordinatorEvent(ChildExited) { Exit = ChildExit.Signaled(SignalName.Term) };
        var killed = new CoordinatorEvent(ChildExited) { Exit = ChildExit.Signaled(SignalName.Kill) };
        var options = new CoordinatorOptions { TermExitCode = code };
        var result = Run(options, [.. stopped, obeyed]);
        Assert.Equal((expected, 143, DeathReason.Terminated), (result.ExitCode, result.RecordedExitCode, result.Reason));
        Assert.Equal(137, Run(options, [.. stopped, CoordinatorEvent.Elapsed(StopClock.Grace), killed]).ExitCode);
        Assert.Equal(143, Run(options, [new(BirthsFulfilled), new(ChildStarted), new(DependencyDied), obeyed]).ExitCode);
        Assert.Equal(143, Run(options, CoordinatorEvent.OfSignal(SignalName.Term)).ExitCode);
    }

    [Fact]
    public void Handle_GroupGrace_KillOfThoseLeftIsNoKillOfTheChild() => Assert.Equal(0, Run(
        new() { DeathExitCode = DeathExitCode.Zero }, new(BirthsFulfilled), new(ChildStarted), new(DependencyDied), new(LeaderEnded),
        CoordinatorEvent.Elapsed(StopClock.GroupGrace),
        new(ChildExited) { Exit = ChildExit.Signaled(SignalName.Term) }).ExitCode);

    [Fact]
    public void Handle_B28_SignalNobodyAskedFor_IsTheReason()
    {
        var result = Run(new(), new(BirthsFulfilled), new(ChildStarted), new(ChildExited) { Exit = ChildExit.Signaled(SignalName.Segv) });
        Assert.Equal((139, DeathReason.Signaled, null), (result.ExitCode, result.Reason, result.Message));
    }

    [Theory]
    [InlineData(SignalName.Term, 143)]
    [InlineData(SignalName.Int, 130)]
    public void Handle_B3_SignalWhileWaiting_EndsWith128PlusN(int signal, int code) =>
        Assert.Equal((code, DeathReason.Terminated),
            Run(new(), CoordinatorEvent.OfSignal(signal)) is var r ? (r.ExitCode, r.Reason) : default);

    [Fact]
    public void Handle_B5_Timeout_Is124() =>
        Assert.Equal((124, "late"),
            Run(new(), new CoordinatorEvent(BirthTimeout) { Text = "late" }) is var r ? (r.ExitCode, r.Message) : default);

    private static CoordinatorResult Run(CoordinatorOptions options, params CoordinatorEvent[] events)
    {
        var actions = new RecordingActions();
        var machine = new CoordinatorMachine(options, actions);
        foreach (var e in events) machine.Handle(e);
        return actions.Result ?? throw new InvalidOperationException("It has not ended.");
    }

    private static string StateOf(CoordinatorMachine machine) => machine.State.ToString();

    /// <summary>A machine in a state under conditions; <see langword="null"/> when they exclude each other.</summary>
    private static (CoordinatorMachine Machine, RecordingActions Actions)? Reach(string state, HashSet<string> holding)
    {
        var actions = new RecordingActions { IsOutlived = !holding.Contains("outlive") };
        var hook = new HookOptions(new HookAction.Sleep(TimeSpan.FromSeconds(1)));
        var machine = new CoordinatorMachine(
            new()
            {
                PostStart = holding.Contains("postStart") ? hook : null,
                PreStop = holding.Contains("preStop") ? hook : null,
                PreStopOnSignal = holding.Contains("preStop on signal"),
                ReadinessProbe = holding.Contains("probe") ? new ReadinessProbeOptions(new ProbeTarget.File("/ready")) : null,
                OutliveDependencies = holding.Contains("outlive") ? ["client"] : [],
                GracePeriod = TimeSpan.FromSeconds(holding.Contains("no grace") ? 0 : 30),
                StopSignal = Signal.Usr2,
            },
            actions);
        var isStopping = state is "Holding" or "Hook" or "Terminating" or "Killing";
        if (holding.Contains("asked") && !isStopping) return null;
        foreach (var e in PathTo(state, holding))
        {
            if (StateOf(machine) == state) break;
            machine.Handle(e);
        }

        return StateOf(machine) == state ? (machine, actions) : null;
    }

    private static IEnumerable<CoordinatorEvent> PathTo(string state, HashSet<string> holding)
    {
        yield return new(BirthsFulfilled);
        yield return new(ChildStarted);
        if (holding.Contains("postStart")) yield return new(HookSucceeded);
        if (state == "Dead") yield return new(ChildExited);
        if (holding.Contains("probe")) yield return new(ProbeSucceeded);
        yield return holding.Contains("asked") ? CoordinatorEvent.OfSignal(SignalName.Term) : new(DependencyDied);
        if (holding.Contains("asked") && holding.Contains("outlive")) yield return CoordinatorEvent.Elapsed(StopClock.Outlive);
        if (state is "Terminating" or "Killing" && holding.Contains(holding.Contains("asked") ? "preStop on signal" : "preStop"))
            yield return new(HookSucceeded);
        yield return CoordinatorEvent.Elapsed(StopClock.Grace);
    }
}
