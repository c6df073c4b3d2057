using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Kubexit.Tests.Infrastructure;

namespace Kubexit.Tests.Simulation;

/// <summary>
/// Random schedules of whole pods. What fails is shrunk to the shortest schedule that still does, and printed;
/// <c>Replay_Schedule_AllIsWell</c> runs it again. <c>KUBEXIT_SIMULATIONS</c> is how many there are, <c>KUBEXIT_SIMULATION</c> the numbers
/// of one to run.
/// </summary>
public sealed class PodSimulationTests
{
    private const int Default = 100_000, Longest = 18;

    private static readonly Arbitrary<int[]> Schedules = Arb.From(Gen.Choose(0, int.MaxValue).ArrayOf(Longest), Shrink);

    /// <remarks>On threads of its own: those of the pool would keep all other tests' callbacks waiting.</remarks>
    [Fact]
    public async Task Run_AnySchedule_KeepsEveryPromise()
    {
        var runs = int.TryParse(Environment.GetEnvironmentVariable("KUBEXIT_SIMULATIONS"), CultureInfo.InvariantCulture, out var wanted)
            ? wanted : Default;
        var threads = Environment.ProcessorCount;
        await Task.WhenAll(Enumerable.Range(0, threads).Select(_ => Task.Factory.StartNew(
            () => Check((runs + threads - 1) / threads), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));
    }

    private static void Check(int runs) => FsCheck.Check.One(Runs.Of(runs).WithEndSize(Longest), Prop.ForAll(
        Schedules, schedule => SimulatedPod.Run(schedule) is { } violation ? false.Label(violation) : true.ToProperty()));

    /// <summary>Less happens, to the same pod in the same order.</summary>
    private static IEnumerable<int[]> Shrink(int[] schedule)
    {
        for (var length = schedule.Length / 2; length > 0; length /= 2)
        {
            for (var at = 1; at + length <= schedule.Length; at += length) yield return [.. schedule[..at], .. schedule[(at + length)..]];
        }
    }

    /// <summary>Rare enough that no gate may ever see them again.</summary>
    [Theory]
    [InlineData(790148587, 88000853, 586589396, 1036977926, 782452667, 2081846339, 1455139828)]
    public void Run_ScheduleThatHasFailedOnce_KeepsEveryPromise(params int[] schedule) => Assert.Null(SimulatedPod.Run(schedule));

    [Fact]
    public void Replay_Schedule_AllIsWell()
    {
        var text = Environment.GetEnvironmentVariable("KUBEXIT_SIMULATION");
        Assert.SkipWhen(text is null, "KUBEXIT_SIMULATION names no schedule.");
        var parts = text!.Split(':');
        int[] numbers = [.. parts[^1].Split([';', ',', ' '], StringSplitOptions.RemoveEmptyEntries).Select(int.Parse)];
        Assert.Null(parts.Length == 1 ? SimulatedPod.Run(numbers) : SmallPod.Run(
            parts[0], parts[1] == "settled", parts[1] == "settled" ? SmallPodTests.WhenSettled : SmallPodTests.WhileNew,
            AllChoices.Replay(numbers)));
    }

    /// <summary>What a failure prints is worth something: one schedule is one run, whoever runs beside it.</summary>
    [Fact]
    public void Run_SameScheduleAgain_IsTheSameRun()
    {
        var random = new Random(1);
        for (var i = 0; i < 100; i++)
        {
            int[] schedule = [.. Enumerable.Range(0, Longest).Select(_ => random.Next())];
            Assert.Equal(SimulatedPod.Trace(schedule), SimulatedPod.Trace(schedule));
        }
    }
}
