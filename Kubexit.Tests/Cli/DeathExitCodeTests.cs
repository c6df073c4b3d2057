using Kubexit.Tests.Infrastructure;

namespace Kubexit.Tests.Cli;

/// <summary>
/// <c>KUBEXIT_DEATH_EXIT_CODE</c>: what a stop that kubexit itself caused ends with. The tombstone keeps the child's true end.
/// </summary>
public sealed class DeathExitCodeTests
{
    [Theory]
    [InlineData("child", 5)]
    [InlineData("zero", 0)]
    [InlineData("dependency", 9)]
    [InlineData("0", 0)]
    [InlineData("42", 42)]
    public async Task DeathExitCode_StopWithinTheGracePeriod_IsAsChosen(string choice, int expected)
    {
        await using var graveyard = new TemporaryGraveyard();
        var app = await StartAndKillDependency(graveyard, Scripts.StopsWith(5), $"KUBEXIT_DEATH_EXIT_CODE={choice}");
        await app.ExitsWith(expected);
        Assert.Equal(5, graveyard.Read("app")!.ExitCode);
    }

    [Fact]
    public async Task DeathExitCode_ZeroAndChildDiesOfTerm_IsZeroAndTheTombstoneTellsTheTruth()
    {
        await using var graveyard = new TemporaryGraveyard();
        var app = await StartAndKillDependency(graveyard, "echo ready; " + Scripts.UntilTold, "KUBEXIT_DEATH_EXIT_CODE=zero");
        await app.ExitsWith(0);
        var tombstone = graveyard.Read("app")!;
        Assert.Equal((143, "TERM"), (tombstone.ExitCode, tombstone.Signal));
    }

    [Theory]
    [InlineData("zero")]
    [InlineData("dependency")]
    public async Task DeathExitCode_ChildHadToBeKilled_IsTheChilds(string choice)
    {
        await using var graveyard = new TemporaryGraveyard();
        var app = await StartAndKillDependency(
            graveyard, Scripts.IgnoresTerm, $"KUBEXIT_DEATH_EXIT_CODE={choice}", "KUBEXIT_GRACE_PERIOD=100ms");
        await app.ExitsWith(137);
    }

    [Fact]
    public async Task DeathExitCode_ZeroAndTermFromOutside_IsTheChilds()
    {
        await using var graveyard = new TemporaryGraveyard();
        var app = graveyard.Wrap("app", Scripts.StopsWith(5), "KUBEXIT_DEATH_EXIT_CODE=zero", "KUBEXIT_DEATH_DEPS=db");
        await app.Prints("ready");
        app.Signal(Sig.Term);
        await app.ExitsWith(5);
    }

    /// <summary>For jobs and rules that act on exit codes: a stop that somebody outside asked for and the child obeyed.</summary>
    [Theory]
    [InlineData("child", 5)]
    [InlineData("zero", 0)]
    [InlineData("42", 42)]
    public async Task TermExitCode_TermFromOutsideThatTheChildObeys_IsAsChosen(string choice, int expected)
    {
        await using var graveyard = new TemporaryGraveyard();
        var app = graveyard.Wrap("app", Scripts.StopsWith(5), $"KUBEXIT_TERM_EXIT_CODE={choice}", "KUBEXIT_DEATH_DEPS=db");
        await app.Prints("ready");
        app.Signal(Sig.Term);
        await app.ExitsWith(expected);
        Assert.Equal((5, "Terminated"), (graveyard.Read("app")!.ExitCode, graveyard.Read("app")!.Reason));
    }

    [Fact]
    public async Task TermExitCode_ChildHadToBeKilled_IsTheChilds()
    {
        await using var graveyard = new TemporaryGraveyard();
        var app = graveyard.Wrap("app", Scripts.IgnoresTerm, "KUBEXIT_TERM_EXIT_CODE=zero", "KUBEXIT_GRACE_PERIOD=100ms");
        await app.Prints("ready");
        app.Signal(Sig.Term);
        await app.ExitsWith(137);
    }

    [Fact]
    public async Task DeathExitCode_ZeroAndChildEndsByItself_IsTheChilds()
    {
        await using var graveyard = new TemporaryGraveyard();
        await graveyard.Wrap("app", "exit 5", "KUBEXIT_DEATH_EXIT_CODE=zero", "KUBEXIT_DEATH_DEPS=db").ExitsWith(5);
    }

    [Fact]
    public async Task DeathExitCode_DependencyVanished_Is137()
    {
        await using var graveyard = new TemporaryGraveyard();
        var dependency = graveyard.Wrap("db", Scripts.UntilTold);
        var app = graveyard.Wrap("app", Scripts.StopsWith(5), "KUBEXIT_DEATH_EXIT_CODE=dependency", "KUBEXIT_DEATH_DEPS=db");
        await app.Prints("ready");
        await graveyard.WaitFor("db", tombstone => tombstone.IsAlive);
        dependency.Signal(Sig.Kill);
        await app.ExitsWith(137);
    }

    /// <summary>The Go original writes -1 for a child that a signal ended.</summary>
    [Fact]
    public async Task DeathExitCode_OriginalsMinusOne_IsAFailureAndStillAnExitCode()
    {
        await using var graveyard = new TemporaryGraveyard();
        var app = graveyard.Wrap("app", Scripts.StopsWith(5), "KUBEXIT_DEATH_EXIT_CODE=dependency", "KUBEXIT_DEATH_DEPS=db:failed");
        await app.Prints("ready");
        graveyard.WriteLikeOriginal("db", OriginalTombstone.Dead(-1));
        var status = await app.Ends();
        Assert.Equal(0, status.Signal);
        Assert.InRange(status.Code, 1, 255);
    }

    private static async Task<WrappedProcess> StartAndKillDependency(TemporaryGraveyard graveyard, string script, params string[] variables)
    {
        var app = graveyard.Wrap("app", script, [.. variables, "KUBEXIT_DEATH_DEPS=db"]);
        await app.Prints("ready");
        graveyard.WriteLikeOriginal("db", OriginalTombstone.Dead(9));
        return app;
    }
}
