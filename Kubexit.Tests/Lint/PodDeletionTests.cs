using Kubexit.Lint.Graphs;

namespace Kubexit.Tests.Lint;

/// <summary>The longest that a deletion can take: everybody uses all the time there is.</summary>
public sealed class PodDeletionTests
{
    [Theory]
    [InlineData("", 30)]
    [InlineData(" GRACE_PERIOD=5s", 5)]
    [InlineData(" GRACE_PERIOD=5s OUTLIVE_DEPS=app", 10)]
    [InlineData(" GRACE_PERIOD=5s OUTLIVE_DEPS=app OUTLIVE_TIMEOUT=2s", 7)]
    [InlineData(" OUTLIVE_DEPS=app", 35)]
    [InlineData(" OUTLIVE_DEPS=app TERMINATION_DEADLINE=28s", 28)]
    [InlineData(" OUTLIVE_DEPS=nobody", 30)]
    [InlineData(" GRACE_PERIOD=5s QUIT_HTTP_POST=http://127.0.0.1/quit", 10)]
    public void Member_TakesItsOutliveTimeAndGracePeriod(string variables, double seconds) =>
        Assert.Equal(seconds, new PodDeletion(Pictures.Pod("app GRACE_PERIOD=5s", "proxy" + variables)).Longest.TotalSeconds);

    [Fact]
    public void Held_UntilTheOtherHasEnded_IsDrawnSo()
    {
        var proxy = new PodDeletion(Pictures.Pod("app GRACE_PERIOD=5s", "proxy GRACE_PERIOD=3s OUTLIVE_DEPS=app")).Status.Processes[
            1].Tombstone;
        Assert.Equal([0, 5, 8],
            new[] { proxy.Waiting, proxy.Born, proxy.Died }.Select(time => (time!.Value - DateTimeOffset.UnixEpoch).TotalSeconds));
        Assert.Equal("app:died", proxy.Awaits);
    }

    [Fact]
    public void Unwrapped_IsKilledByTheKubelet() =>
        Assert.Equal(12, Deletion("  terminationGracePeriodSeconds: 12\n", "  - {name: plain}\n").Longest.TotalSeconds);

    [Fact]
    public void KubeletsPreStop_CountsToo() => Assert.Equal(
        14, Deletion("", Pictures.Container("app GRACE_PERIOD=5s") + "    lifecycle: {preStop: {sleep: {seconds: 9}}}\n")
            .Longest.TotalSeconds);

    [Fact]
    public void Sidecars_AreAskedAfterAllOthersTheLastOneFirst()
    {
        const string sidecars =
            "  initContainers:\n  - {name: gone}\n  - {name: one, restartPolicy: Always}\n  - {name: two, restartPolicy: Always}\n";
        var deletion = Deletion("  terminationGracePeriodSeconds: 6\n" + sidecars, Pictures.Container("app GRACE_PERIOD=5s"));
        Assert.Equal(
            ["one 7 to 9", "two 5 to 7", "app 0 to 5"],
            deletion.Status.Processes.Select(p => $"{p.Name} {Seconds(p.Tombstone.Waiting)} to {Seconds(p.Tombstone.Died)}"));
        Assert.Equal((9, 6), (deletion.Longest.TotalSeconds, deletion.Limit.TotalSeconds));
    }

    [Fact]
    public void OutliveEachOther_EndsAllTheSame() =>
        Assert.Equal(25, new PodDeletion(Pictures.Pod("a GRACE_PERIOD=5s OUTLIVE_DEPS=b", "b GRACE_PERIOD=5s OUTLIVE_DEPS=a"))
            .Longest.TotalSeconds);

    [Theory]
    [InlineData("app GRACE_PERIOD=25s", "It takes 25s at most, and terminationGracePeriodSeconds (the red line) is 30s.")]
    [InlineData("app GRACE_PERIOD=45s",
        "It may take 45s, but after 30s, terminationGracePeriodSeconds (the red line), the kubelet kills what is left.")]
    public void Story_SaysWhetherItFits(string container, string expected) =>
        Assert.Equal(expected, new DeletionStory(new PodDeletion(Pictures.Pod(container)), "terminationGracePeriodSeconds").Summary);

    private static PodDeletion Deletion(string spec, string containers) => new(Pictures.Of(Pictures.Manifest(spec) + containers));

    private static double Seconds(DateTimeOffset? time) => (time!.Value - DateTimeOffset.UnixEpoch).TotalSeconds;
}
