using System.Globalization;

namespace Kubexit.Tests.Simulation;

/// <summary>
/// Every schedule of small pods, up to a depth: at each choice any process takes its next turn, or one of a few things happens to any
/// member. <c>KUBEXIT_SIMULATION_DEPTH</c> goes deeper by hand; <c>KUBEXIT_SIMULATION=death:settled:2;0;1</c> replays one run.
/// </summary>
public sealed class SmallPodTests
{
    /// <summary>Choices of a run.</summary>
    private const int DefaultDepth = 5;

    /// <summary>A pod that has come up does nothing by itself, so more can happen to it.</summary>
    public const int WhileNew = 2, WhenSettled = 3;

    public static TheoryData<string, bool> Pods { get; } = [.. SmallPod.Names.SelectMany(name => new[] { (name, false), (name, true) })];

    [Theory]
    [MemberData(nameof(Pods))]
    public void Run_EveryScheduleOfASmallPod_KeepsEveryPromise(string shape, bool isSettled)
    {
        var depth = int.TryParse(
            Environment.GetEnvironmentVariable("KUBEXIT_SIMULATION_DEPTH"), CultureInfo.InvariantCulture, out var wanted) ? wanted
                : DefaultDepth;
        var (choices, runs) = (new AllChoices(depth), 0);
        do
        {
            runs++;
            if (SmallPod.Run(shape, isSettled, isSettled ? WhenSettled : WhileNew, choices) is { } violation)
                Assert.Fail($"{violation} KUBEXIT_SIMULATION='{shape}:{(isSettled ? "settled" : "new")}:{choices.Path}'");
        }
        while (choices.TryBeginNext());
        TestContext.Current.TestOutputHelper?.WriteLine($"{shape}: {runs} schedules.");
        Assert.InRange(runs, 100, int.MaxValue);
    }

    [Fact]
    public void Replay_PathOfARun_IsTheSameRun()
    {
        var choices = new AllChoices(DefaultDepth);
        for (var i = 0; i < 777; i++)
        {
            SmallPod.Run("chain", isSettled: true, WhenSettled, choices);
            choices.TryBeginNext();
        }

        SmallPod.Run("chain", isSettled: true, WhenSettled, choices);
        var again = AllChoices.Replay(choices.Path.Split(';').Select(int.Parse));
        SmallPod.Run("chain", isSettled: true, WhenSettled, again);
        Assert.StartsWith(choices.Path, again.Path);
    }
}
