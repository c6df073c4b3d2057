using Kubexit.Tests.Infrastructure;

namespace Kubexit.Tests.Cli;

/// <summary>
/// A command that begins with setsid(1): as the leader of a process group it would fork and end at once, which would be a success, and
/// nobody would follow the command itself. It is started as no leader, so that setsid executes the command in its place.
/// </summary>
public sealed class SessionTests
{
    [Fact]
    public async Task Setsid_CommandIsFollowed_AndItsExitCodeIsOurs()
    {
        await using var graveyard = new TemporaryGraveyard();
        var app = graveyard.WrapCommand("app", ["setsid", "sh", "-c", "echo ready; read _; exit 7"]);
        await app.Prints("ready");
        await graveyard.WaitFor("app", tombstone => tombstone.IsAlive);
        app.CloseInput();
        await app.ExitsWith(7);
        Assert.Equal(7, graveyard.Read("app")!.ExitCode);
    }

    [Fact]
    public async Task Setsid_DependencyDies_TheWholeSessionStops()
    {
        await using var graveyard = new TemporaryGraveyard();
        var app = graveyard.WrapCommand(
            "app", ["setsid", "sh", "-c", "(trap '' TERM; exec sleep 1000) >/dev/null 2>&1 & echo $!; " + Scripts.IgnoresTerm],
            "KUBEXIT_DEATH_DEPS=db", "KUBEXIT_GRACE_PERIOD=200ms");
        await app.Prints("ready");
        var descendant = int.Parse(app.Output.Lines[0]);
        graveyard.WriteLikeOriginal("db", OriginalTombstone.Dead());
        await app.ExitsWith(137);
        await Limit.Until(() => !app.Lives(descendant), () => app.Describe("left its descendant behind"));
    }

    /// <summary>There the user has asked for it: the command cannot be followed.</summary>
    [Theory]
    [InlineData("-f")]
    [InlineData("--fork")]
    [InlineData("-cf")]
    public async Task SetsidThatForks_IsRefusedWithTheRemedy(string option)
    {
        await using var graveyard = new TemporaryGraveyard();
        var app = graveyard.WrapCommand("app", ["setsid", option, "echo", "started"]);
        await app.ExitsWith(2);
        await app.Says("it starts the command and exits at once, so the command's end cannot be seen. Leave out");
        Assert.Empty(app.Output.Lines);
    }

    [Fact]
    public async Task SetsidsCommand_MayHaveSuchAnOptionOfItsOwn()
    {
        await using var graveyard = new TemporaryGraveyard();
        await graveyard.WrapCommand("app", ["setsid", "echo", "-f"]).ExitsWith(0);
    }
}
