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

    /// <summary>Also in the instant between the child's fork and its exec.</summary>
    [Fact]
    public async Task WrapperKilledWhileItStarts_LeavesNoChild()
    {
        Prerequisites.RequireNativeBinary();
        const int rounds = 60;
        await using var graveyard = new TemporaryGraveyard();
        for (var round = 0; round < rounds; round++)
        {
            var app = graveyard.Wrap($"app-{round}", "exec sleep 1000");
            var clock = Stopwatch.StartNew();
            var moment = TimeSpan.FromMilliseconds(30.0 * round / rounds);
            await Limit.Until(() => clock.Elapsed >= moment, () => "");
            app.Signal(Sig.Kill);
            await app.Ended;
        }

        await NobodyIsLeft(graveyard);
    }

    [Fact]
    public async Task GuardRefused_IsSaidAndTheChildDiesAllTheSame()
    {
        Refusal.Require();
        await using var graveyard = new TemporaryGraveyard();
        var app = graveyard.Start(
            [.. Refusal.Of("fcntl", "EPERM", "--arg", "1=8"), KubexitBinary.Path, "sh", "-c", "echo ready; exec sleep 1000"], ["KUBEXIT_NAME=app"]);
        await app.Prints("ready");
        await app.Says("lives on");
        app.Signal(Sig.Kill);
        await app.Ended;
        await NobodyIsLeft(graveyard);
    }

    private static Task NobodyIsLeft(TemporaryGraveyard graveyard)
    {
        IEnumerable<int> Left() => ProcFs.ProcessesWith($"KUBEXIT_GRAVEYARD={graveyard.Path}").Where(ProcFs.IsAlive);
        return Limit.Until(() => !Left().Any(), () => $"Processes {string.Join(", ", Left())} have outlived their wrapper.");
    }
}
