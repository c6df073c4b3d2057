using System.Diagnostics;
using Kubexit.Tests.Infrastructure;

namespace Kubexit.Tests.Cli.Kernel;

/// <summary>Everybody takes the child of a killed wrapper for dead. So it is.</summary>
public sealed class ParentDeathTests
{
    [Fact]
    public async Task WrapperKilled_WholeGroupOfTheChildDiesWithIt()
    {
        await using var graveyard = new TemporaryGraveyard();
        var app = graveyard.Wrap("app", "trap '' HUP TERM; sleep 1000 & echo ready; wait");
        await app.Prints("ready");
        app.Signal(Sig.Kill);
        await app.Ended;
        await NobodyIsLeft(graveyard);
    }

    /// <summary>C5: a command that begins with setsid is followed into its session, where nobody is in a group of ours.</summary>
    [Fact]
    public async Task WrapperKilled_SessionOfTheChildDiesWithIt()
    {
        await using var graveyard = new TemporaryGraveyard();
        var app = graveyard.WrapCommand("app", ["setsid", "sh", "-c", "trap '' HUP TERM; sleep 1000 & echo ready; wait"]);
        await app.Prints("ready");
        await graveyard.WaitFor("app", tombstone => tombstone.IsAlive);
        app.Signal(Sig.Kill);
        await app.Ended;
        await NobodyIsLeft(graveyard);
    }

    /// <summary>What cannot be reached: who has left the group of the child by itself. docs/promises.md says so.</summary>
    [Fact]
    public async Task WrapperKilled_DaemonWithASessionOfItsOwnLivesOn()
    {
        Assert.SkipWhen(EmptyRoot.IsAskedFor, "There the kernel kills the namespace of PID 1 with it.");
        await using var graveyard = new TemporaryGraveyard();
        var app = graveyard.Wrap("app", "setsid sh -c 'echo $$; exec sleep 1000' & wait");
        await Limit.Until(() => app.Output.Lines.Count > 0, () => app.Describe("has said nothing"));
        var daemon = int.Parse(app.Output.Lines[0]);
        app.Signal(Sig.Kill);
        await app.Ended;
        await Limit.Until(() => Left(graveyard).SequenceEqual([daemon]), () =>
            $"{string.Join(", ", Left(graveyard))} live, and the daemon is {daemon}.");
        Assert.Equal(0, LibC.Kill(daemon, Sig.Kill));
    }

    [Fact]
    public async Task WrapperKilled_HookThatRunsDiesWithIt()
    {
        await using var graveyard = new TemporaryGraveyard();
        const string hook = """KUBEXIT_PRE_STOP_EXEC=["sh", "-c", "echo hook >&2; sleep 1000"]""";
        var app = graveyard.Wrap("app", Scripts.IgnoresTerm, "KUBEXIT_DEATH_DEPS=db", hook);
        await app.Prints("ready");
        graveyard.WriteAtomically("db", OriginalTombstone.Dead());
        await app.Says("hook");
        app.Signal(Sig.Kill);
        await app.Ended;
        await NobodyIsLeft(graveyard);
    }

    /// <summary>Also in the instant between the child's fork and its exec, and before anybody guards what the child starts.</summary>
    [Theory]
    [InlineData("exec sleep 1000")]
    [InlineData("sleep 1000 & sleep 1000 & wait")]
    public async Task WrapperKilledWhileItStarts_LeavesNoChild(string script)
    {
        Prerequisites.RequireNativeBinary();
        const int rounds = 60;
        await using var graveyard = new TemporaryGraveyard();
        for (var round = 0; round < rounds; round++)
        {
            var app = graveyard.Wrap($"app-{round}", script);
            var clock = Stopwatch.StartNew();
            var moment = TimeSpan.FromMilliseconds(30.0 * round / rounds);
            await Limit.Until(() => clock.Elapsed >= moment, () => "");
            app.Signal(Sig.Kill);
            await app.Ended;
        }

        await NobodyIsLeft(graveyard);
    }

    /// <summary>The child's parent-death signal does it alone.</summary>
    [Theory]
    [InlineData("sh")]
    [InlineData("setsid sh")]
    public async Task GuardRefused_IsSaidAndTheChildDiesAllTheSame(string shell)
    {
        Refusal.Require();
        await using var graveyard = new TemporaryGraveyard();
        var app = graveyard.Start(
            [.. Refusal.Of("fcntl", "EPERM", "--arg", "1=8"), KubexitBinary.Path, .. shell.Split(' '), "-c",
                "echo ready; exec sleep 1000"], ["KUBEXIT_NAME=app"]);
        await app.Prints("ready");
        await app.Says("live on");
        app.Signal(Sig.Kill);
        await app.Ended;
        await NobodyIsLeft(graveyard);
    }

    private static IEnumerable<int> Left(TemporaryGraveyard graveyard) =>
        ProcFs.ProcessesWith($"KUBEXIT_GRAVEYARD={graveyard.Path}").Where(ProcFs.IsAlive);

    private static Task NobodyIsLeft(TemporaryGraveyard graveyard) =>
        Limit.Until(() => !Left(graveyard).Any(), () => $"Processes {string.Join(", ", Left(graveyard))} have outlived their wrapper.");
}
