using Kubexit.Tests.Infrastructure;

namespace Kubexit.Tests.Hosting;

/// <summary>Wrapped and in-process members of one graveyard, in every combination and both directions: the same happens.</summary>
public sealed class MixedGraveyardTests
{
    public static TheoryData<bool, bool> Combinations => new() { { false, false }, { false, true }, { true, false }, { true, true } };

    [Theory]
    [MemberData(nameof(Combinations))]
    public async Task Birth_DependencyBecomesReady_TheOtherStartsAfterIt(bool embedsDependency, bool embedsDependent)
    {
        await using var graveyard = new TemporaryGraveyard();
        var dependent = Member(graveyard, "dependent", embedsDependent, "KUBEXIT_BIRTH_DEPS=dependency");
        await graveyard.WaitFor("dependent", tombstone => tombstone.Waiting is not null);
        Member(graveyard, "dependency", embedsDependency);
        await dependent.Prints("started");
        var tombstone = await graveyard.WaitFor("dependent", seen => seen.IsAlive);
        Assert.True(tombstone.Born >= graveyard.Read("dependency")!.Ready);
    }

    [Theory]
    [MemberData(nameof(Combinations))]
    public async Task Death_DependencyIsTerminated_TheOtherIsStopped(bool embedsDependency, bool embedsDependent)
    {
        await using var graveyard = new TemporaryGraveyard();
        var (dependency, dependent) = await BothStarted(graveyard, embedsDependency, embedsDependent);
        dependency.Signal(Sig.Term);
        await dependency.ExitsWith(0);
        await dependent.ExitsWith(0);
        var (first, second) = (graveyard.Read("dependency")!, graveyard.Read("dependent")!);
        Assert.Equal((0, null, "Terminated"), (first.ExitCode, first.Signal, first.Reason));
        Assert.Equal((0, null, "DependencyDied"), (second.ExitCode, second.Signal, second.Reason));
    }

    [Theory]
    [MemberData(nameof(Combinations))]
    public async Task Death_DependencyIsKilled_TheOtherIsStopped(bool embedsDependency, bool embedsDependent)
    {
        await using var graveyard = new TemporaryGraveyard();
        var (dependency, dependent) = await BothStarted(graveyard, embedsDependency, embedsDependent);
        dependency.Signal(Sig.Kill);
        await dependent.ExitsWith(0);
        Assert.Null(graveyard.Read("dependency")!.Died);
        Assert.Equal("DependencyDied", graveyard.Read("dependent")!.Reason);
    }

    [Theory]
    [MemberData(nameof(Combinations))]
    public async Task Restart_OfADependentThatHasAnswered_IsNotStoppedAgain(bool embedsDependency, bool embedsDependent)
    {
        await using var graveyard = new TemporaryGraveyard();
        var (dependency, dependent) = await BothStarted(graveyard, embedsDependency, embedsDependent);
        dependency.Signal(Sig.Term);
        await dependent.ExitsWith(0);
        var again = Member(graveyard, "dependent", embedsDependent, "KUBEXIT_DEATH_DEPS=dependency");
        await again.Prints("started");
        await graveyard.WaitFor("dependent", tombstone => tombstone.IsAlive);
        Assert.False(again.HasEnded);
    }

    private static async Task<(WrappedProcess Dependency, WrappedProcess Dependent)> BothStarted(
        TemporaryGraveyard graveyard, bool embedsDependency, bool embedsDependent)
    {
        var dependency = Member(graveyard, "dependency", embedsDependency);
        await dependency.Prints("started");
        var dependent = Member(graveyard, "dependent", embedsDependent, "KUBEXIT_DEATH_DEPS=dependency");
        await dependent.Prints("started");
        return (dependency, dependent);
    }

    private static WrappedProcess Member(
        TemporaryGraveyard graveyard, string name, bool isEmbedded, params IReadOnlyList<string> variables) => isEmbedded
        ? graveyard.Embed(name, "run", variables)
        : graveyard.Wrap(name, "trap 'exit 0' TERM; echo started; " + Scripts.ForGood, variables);
}
