using Kubexit.Tests.Infrastructure;

namespace Kubexit.Tests.Cli.Kernel;

/// <summary>From birth on nothing new is needed: the limit of processes is the pod's, so a neighbour can reach it for us.</summary>
public sealed class StopWithoutResourcesTests
{
    [Theory]
    [MemberData(nameof(OrderlyStop.Variables), MemberType = typeof(OrderlyStop))]
    public async Task DependencyDies_NoProcessNorThreadIsToBeHad_ChildIsStoppedInGoodOrder(string variable, string? said)
    {
        Refusal.Require();
        await using var graveyard = new TemporaryGraveyard();
        var full = Path.Combine(graveyard.Folder, "full");
        await OrderlyStop.Follows(
            graveyard, Refusal.Of("clone,clone3,fork,vfork", "EAGAIN", "--when", full), variable, said,
            _ => File.WriteAllTextAsync(full, ""));
    }

    [Theory]
    [InlineData("KUBEXIT_READINESS_EXEC=true")]
    [InlineData("KUBEXIT_READINESS_TCP_SOCKET=127.0.0.1:1")]
    public async Task Probe_NoProcessNorThreadIsToBeHad_IsAProbeThatFailed(string probe)
    {
        Refusal.Require();
        await using var graveyard = new TemporaryGraveyard();
        var full = Path.Combine(graveyard.Folder, "full");
        var app = graveyard.Start(
            [.. Refusal.Of("clone,clone3,fork,vfork", "EAGAIN", "--when", full), KubexitBinary.Path, "sh", "-c",
                $"touch {full}; {Scripts.StopsWith(9)}"],
            ["KUBEXIT_NAME=app", "KUBEXIT_DEATH_DEPS=db", probe, "KUBEXIT_READINESS_INITIAL_DELAY=2s", "KUBEXIT_READINESS_PERIOD=50ms"]);
        await app.Says("not ready yet");
        await Footprint.Of(app).HasNotGrownWithin(TimeSpan.FromSeconds(1));
        await ToldStatus.Tells(graveyard, "app", "born");
        graveyard.WriteAtomically("db", OriginalTombstone.Dead());
        await app.ExitsWith(9);
        Assert.Null(graveyard.Read("app")!.Ready);
    }

    /// <summary>Nothing of our own code has a say here: the runtime aborts, or a fault is none of its exceptions.</summary>
    [Theory]
    [InlineData("futex")]
    [InlineData("SEGV")]
    public async Task RuntimeGivesUp_ChildsGroupIsKilledAndTheDeathIsRecorded(string cause)
    {
        Prerequisites.RequireNativeBinary();
        if (cause == "futex") Refusal.Require();
        await using var graveyard = new TemporaryGraveyard();
        var armed = Path.Combine(graveyard.Folder, "armed");
        string[] launcher = cause == "futex" ? Refusal.Of("futex", "EPERM", "--when", armed) : [];
        var app = graveyard.Start(
            [.. launcher, KubexitBinary.Path, "sh", "-c", Scripts.IgnoresTerm], ["KUBEXIT_NAME=app", "KUBEXIT_DEATH_DEPS=db"]);
        await app.Prints("ready");
        await graveyard.WaitFor("app", tombstone => tombstone.Ready is not null);
        File.WriteAllText(armed, "");
        if (cause == "SEGV") app.Signal(11);
        else graveyard.WriteAtomically("db", OriginalTombstone.Dead());
        await app.ExitsWith(125);
        await app.Says("Kubexit itself failed");
        var tombstone = graveyard.Read("app")!;
        Assert.Equal((125, "Internal"), (tombstone.ExitCode, tombstone.Reason));
        Assert.NotNull(tombstone.Born);
        await ToldStatus.Tells(graveyard, "app", "dead");
        Assert.InRange(tombstone.Died!.Value, tombstone.Born.Value, DateTimeOffset.UtcNow);
    }

    /// <summary>The loop runs on, sees that the group was killed, and would record that as the child's own end.</summary>
    [Fact]
    public async Task FaultOnAnotherThread_LastWordsAreTheLastOnes()
    {
        Prerequisites.RequireNativeBinary();
        const int rounds = 40;
        await using var graveyard = new TemporaryGraveyard();
        for (var round = 0; round < rounds; round++)
        {
            var app = graveyard.Wrap("app", Scripts.IgnoresTerm);
            await app.Prints("ready");
            await graveyard.WaitFor("app", tombstone => tombstone.Ready is not null);
            Assert.Equal(0, LibC.KillThread(app.Pid, ProcFs.ThreadsOf(app.Pid).Max(), 11));
            await app.ExitsWith(125);
            Assert.Equal((125, "Internal"), (graveyard.Read("app")!.ExitCode, graveyard.Read("app")!.Reason));
        }
    }

    /// <summary>Whatever neighbours have planted, the last words find a name to write by.</summary>
    [Theory]
    [InlineData("mkdir .app.tmp; touch .app.tmp/child")]
    [InlineData("ln -s ../victim .app.tmp")]
    [InlineData("ln ../victim .app.tmp")]
    [InlineData("mkfifo .app.tmp")]
    [InlineData("rm app; mkdir app; touch app/child")]
    [InlineData("rm app; ln -s ../victim app")]
    [InlineData("mkdir .app.tmp; rm app; mkdir app")]
    public async Task RuntimeGivesUp_NeighbourHasPlantedNames_DeathIsRecordedAndNothingElseIsWritten(string plant)
    {
        Prerequisites.RequireNativeBinary();
        await using var graveyard = new TemporaryGraveyard();
        var victim = Path.Combine(graveyard.Folder, "victim");
        File.WriteAllText(victim, "untouched");
        var app = graveyard.Start(
            ["sh", "-c", "umask 077; exec \"$@\"", "sh", KubexitBinary.Path, "sh", "-c", Scripts.IgnoresTerm],
            ["KUBEXIT_NAME=app", "KUBEXIT_RESCAN_INTERVAL=0"]);
        await app.Prints("ready");
        await graveyard.WaitFor("app", tombstone => tombstone.Ready is not null);
        _ = LibC.Kill(app.Pid, Sig.Stop); // Or it would put its tombstone back before it hears of the signal.
        await graveyard.Start(["sh", "-c", $"cd {graveyard.Path}; {plant}"], []).ExitsWith(0);
        app.Signal(11);
        _ = LibC.Kill(app.Pid, Sig.Cont);
        await app.ExitsWith(125);
        await app.Says("The death was recorded.");
        Assert.Equal("Internal", graveyard.Read("app")!.Reason);
        Assert.Equal((UnixFileMode)0x1A4, new FileInfo(graveyard.FileOf("app")).UnixFileMode);
        Assert.Equal("untouched", File.ReadAllText(victim));
    }

    /// <summary>It ends before its first line: what stands in the lock's place and is no file is nobody's.</summary>
    [Theory]
    [InlineData("ln -s /etc/passwd .app.alive")]
    [InlineData("mkdir .app.alive")]
    [InlineData("mkfifo .app.alive")]
    [InlineData("mkdir .app.tmp")]
    [InlineData("touch .app.alive")]
    public async Task RuntimeDoesNotStart_NeighbourHasPlantedNames_DeathIsRecorded(string plant)
    {
        Prerequisites.RequireNativeBinary();
        Refusal.Require();
        await using var graveyard = new TemporaryGraveyard();
        await graveyard.Start(["sh", "-c", $"cd {graveyard.Path}; {plant}"], []).ExitsWith(0);
        var app = graveyard.Start([.. Refusal.Of("rt_sigaction", "EPERM"), KubexitBinary.Path, "echo", "started"], ["KUBEXIT_NAME=app"]);
        await app.ExitsWith(125);
        Assert.Empty(app.Output.Lines);
        Assert.Equal("Internal", graveyard.Read("app")!.Reason);
    }

    /// <summary>Between its lock and its first tombstone a process has not told its last words yet. The lock is its own.</summary>
    [Fact]
    public async Task Fault_OnlyTheLockHasBeenTaken_DeathIsRecorded()
    {
        Refusal.Require();
        await using var graveyard = new TemporaryGraveyard();
        var app = graveyard.Start([.. Refusal.Of("fchmod", "none", "--late", "500"), KubexitBinary.Path, "true"], ["KUBEXIT_NAME=app"]);
        await Limit.Until(() => File.Exists(graveyard.FileOf(".app.alive")), () => app.Describe("has taken no lock"));
        app.Signal(11);
        await app.ExitsWith(125);
        await app.Says("The death was recorded.");
        Assert.Equal("Internal", graveyard.Read("app")!.Reason);
        await ToldStatus.Tells(graveyard, "app", "dead");
    }

    [Theory]
    [InlineData("--nproc=1")]
    [InlineData("--nproc=2")]
    [InlineData("--nofile=3")]
    [InlineData("--nofile=8")]
    [InlineData("--nofile=10")]
    public async Task Start_LimitLeavesNoRoom_OneSentenceAndNothingIsStarted(string limit)
    {
        Prerequisites.RequireNativeBinary();
        var user = Prerequisites.RequireUser(27000 + Math.Abs(limit.GetHashCode() % 1000) + Environment.ProcessId % 1000);
        Assert.SkipWhen(EmptyRoot.IsAskedFor, "prlimit(1) is not in an empty root.");
        await using var graveyard = new TemporaryGraveyard();
        Assert.Equal(0, LibC.ChangeMode(graveyard.Path, 0x1ff));
        var app = graveyard.Start([.. user, "prlimit", limit, KubexitBinary.Path, "echo", "started"], ["KUBEXIT_NAME=app"]);
        await app.ExitsWith(125);
        Assert.Empty(app.Output.Lines);
        Assert.Single(app.Errors.Lines, line => line.Contains("error: "));
        Assert.DoesNotContain("   at ", app.Errors.Text);
        if (limit != "--nofile=3") Assert.Equal(125, graveyard.Read("app")!.ExitCode);
    }

    /// <summary>Just enough for the runtime and the child: then everything works.</summary>
    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Start_LimitLeavesRoomForTheChildOnly_RunsAndStopsInGoodOrder(int threads)
    {
        Prerequisites.RequireNativeBinary();
        var user = Prerequisites.RequireUser(26000 + (threads * 100) + Environment.ProcessId % 100);
        Assert.SkipWhen(EmptyRoot.IsAskedFor, "prlimit(1) is not in an empty root.");
        await using var graveyard = new TemporaryGraveyard();
        Assert.Equal(0, LibC.ChangeMode(graveyard.Path, 0x1ff));
        var app = graveyard.Start(
            [.. user, "prlimit", $"--nproc={threads}", KubexitBinary.Path, "sh", "-c",
                "trap 'echo stopping; exit 9' TERM; echo ready; while :; do read _; done"],
            ["KUBEXIT_NAME=app", "KUBEXIT_DEATH_DEPS=db", "KUBEXIT_PRE_STOP_EXEC=true", "KUBEXIT_QUIT_HTTP_POST=http://127.0.0.1:1/"]);
        await app.Prints("ready");
        await graveyard.WaitFor("app", tombstone => tombstone.Ready is not null);
        graveyard.WriteAtomically("db", OriginalTombstone.Dead());
        await app.ExitsWith(9);
        Assert.Contains("stopping", app.Output.Lines);
        Assert.Equal((9, "DependencyDied"), (graveyard.Read("app")!.ExitCode, graveyard.Read("app")!.Reason));
        await ToldStatus.Tells(graveyard, "app", "dead");
    }
}
