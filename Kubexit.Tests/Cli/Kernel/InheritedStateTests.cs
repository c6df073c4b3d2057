using Kubexit.Tests.Infrastructure;

namespace Kubexit.Tests.Cli.Kernel;

/// <summary>Whatever whoever started us has ignored, blocked, closed or limited: the same run.</summary>
public sealed class InheritedStateTests
{
    [Theory]
    [InlineData("trap '' PIPE")]
    [InlineData("trap '' HUP INT QUIT USR1 USR2 ALRM TERM CONT TSTP TTIN TTOU")]
    [InlineData("umask 0777")]
    [InlineData("exec 0<&-")]
    [InlineData("exec 2>&-")]
    [InlineData("exec 0<&- 2>&-")]
    [InlineData("ulimit -c 0; ulimit -s 512")]
    public async Task Start_UnderIt_ChildRunsAndItsEndIsRecorded(string state)
    {
        await using var graveyard = new TemporaryGraveyard();
        var app = graveyard.Start(
            ["sh", "-c", $"{state}; exec \"$@\"", "sh", KubexitBinary.Path, "sh", "-c", "echo started; exit 7"],
            ["KUBEXIT_NAME=app", "KUBEXIT_DEATH_DEPS=db"]);
        await app.ExitsWith(7);
        Assert.Equal(["started"], app.Output.Lines);
        Assert.Equal((7, "Exited"), (graveyard.Read("app")!.ExitCode, graveyard.Read("app")!.Reason));

        // No log line has found its way into a file.
        Assert.All(Directory.GetFiles(graveyard.Path), file => Assert.DoesNotContain("kubexit:", File.ReadAllText(file)));
    }

    /// <summary>The third file that is opened would be stderr, and it is the lock.</summary>
    [Fact]
    public async Task Start_NoStandardStreamAtAll_NoLogLineGetsIntoAFile()
    {
        await using var graveyard = new TemporaryGraveyard();
        var app = graveyard.Start(
            ["sh", "-c", "exec 0<&- 1>&- 2>&-; exec \"$@\"", "sh", KubexitBinary.Path, "sh", "-c", "exit 7"],
            ["KUBEXIT_NAME=app", "KUBEXIT_DEATH_DEPS=db"]);
        await app.ExitsWith(7);
        Assert.Equal(7, graveyard.Read("app")!.ExitCode);
        Assert.Equal(graveyard.Read("app")!.Life + "\n", File.ReadAllText(graveyard.FileOf(".app.alive")));
    }

    /// <summary>Nothing stands at the three numbers that a line could be written into; the runtime may be quicker than we.</summary>
    [Theory]
    [InlineData("0<&-", 0)]
    [InlineData("1>&-", 1)]
    [InlineData("2>&-", 2)]
    [InlineData("0<&- 1>&- 2>&-", 0, 1, 2)]
    public async Task Start_StandardStreamsClosed_NoFileOfOursTakesTheirNumbers(string close, params int[] closed)
    {
        Prerequisites.RequireNativeBinary();
        await using var graveyard = new TemporaryGraveyard();
        var app = graveyard.Start(
            ["sh", "-c", $"exec {close}; exec \"$@\"", "sh", KubexitBinary.Path, "sleep", "1000"], ["KUBEXIT_NAME=app"]);
        await graveyard.WaitFor("app", tombstone => tombstone.Ready is not null);
        Assert.All(closed, number =>
        {
            var file = new FileInfo($"/proc/{app.Pid}/fd/{number}");
            Assert.True(Directory.Exists(file.FullName) || file.LinkTarget == "/dev/urandom", $"{number} is {file.LinkTarget}");
        });
        Assert.Empty(ProcFs.DescriptorsOf(await app.ChildPid()).Intersect(closed));
        app.Signal(Sig.Term);
        await app.ExitsWith(143);
    }

    /// <summary>An ignored SIGCHLD survives exec, and has the kernel reap the child behind our back.</summary>
    [Fact]
    public async Task Stop_SigchldIgnored_EndOfTheChildIsNoticed()
    {
        Assert.SkipWhen(EmptyRoot.IsAskedFor, "The shell of an empty root cannot ignore it.");
        await using var graveyard = new TemporaryGraveyard();
        var app = graveyard.Start(
            ["env", "--ignore-signal=CHLD", KubexitBinary.Path, "sh", "-c", Scripts.StopsWith(5)],
            ["KUBEXIT_NAME=app", "KUBEXIT_DEATH_DEPS=db"]);
        await app.Prints("ready");
        Assert.False(ProcFs.HasSignal(app.Pid, "SigIgn", Sig.Chld));
        graveyard.WriteAtomically("db", OriginalTombstone.Dead());
        await app.ExitsWith(5);
    }

    /// <summary>We need none of them unblocked, and the child has the mask as it came.</summary>
    [Fact]
    public async Task Stop_SignalsBlocked_EndOfTheChildIsNoticedAndItsMaskIsTheInheritedOne()
    {
        Assert.SkipWhen(EmptyRoot.IsAskedFor, "The shell of an empty root cannot block them.");
        await using var graveyard = new TemporaryGraveyard();
        var app = graveyard.Start(
            ["env", "--block-signal=CHLD", "--block-signal=USR1", KubexitBinary.Path, "sleep", "1000"],
            ["KUBEXIT_NAME=app", "KUBEXIT_DEATH_DEPS=db"]);
        await graveyard.WaitFor("app", tombstone => tombstone.Ready is not null);
        var child = await app.ChildPid();
        Assert.True(ProcFs.HasSignal(child, "SigBlk", Sig.Usr1));
        Assert.False(ProcFs.HasSignal(child, "SigBlk", Sig.Term));
        graveyard.WriteAtomically("db", OriginalTombstone.Dead());
        await app.ExitsWith(143);
        Assert.Equal("DependencyDied", graveyard.Read("app")!.Reason);
    }

    /// <summary>
    /// No file may be as long as a tombstone is: found out before anything is started, and XFSZ is not forwarded to anybody.
    /// </summary>
    [Fact]
    public async Task Start_NoFileMayGrow_NothingIsStarted()
    {
        Prerequisites.RequireNativeBinary();
        await using var graveyard = new TemporaryGraveyard();
        var app = graveyard.Start(
            ["sh", "-c", "ulimit -f 0; exec \"$@\"", "sh", KubexitBinary.Path, "echo", "started"], ["KUBEXIT_NAME=app"]);
        await app.ExitsWith(125);
        Assert.Empty(app.Output.Lines);
        await app.Says("File too large");
    }
}
