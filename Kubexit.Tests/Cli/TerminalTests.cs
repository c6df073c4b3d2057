using Kubexit.Host;
using Kubexit.Platform.Linux;
using Kubexit.Tests.Infrastructure;

namespace Kubexit.Tests.Cli;

/// <summary>With a terminal everything is as under tini: the child is in the foreground, and the keys are its own.</summary>
public sealed class TerminalTests
{
    private const string CtrlC = "\u0003", CtrlZ = "\u001a", CtrlBackslash = "\u001c", CtrlD = "\u0004";

    [Fact]
    public async Task B13_Child_IsInTheForegroundInAProcessGroupOfItsOwn()
    {
        await using var graveyard = new TemporaryGraveyard();
        using var terminal = new PseudoTerminal();
        var app = StartOn(terminal, graveyard, "test -t 0 && test -t 1 && echo ready; " + Scripts.ForGood);
        await app.Prints("ready");
        var child = await app.ChildPid();
        Assert.Equal((child, child), (ProcFs.ProcessGroupOf(child), ProcFs.ForegroundGroupOf(child)));
    }

    [Fact]
    public async Task B13_CtrlC_ReachesTheChildOnce()
    {
        await using var graveyard = new TemporaryGraveyard();
        using var terminal = new PseudoTerminal();
        var app = StartOn(terminal, graveyard, Scripts.Acknowledges(Sig.Int, Sig.Usr1));
        await app.Prints("ready");
        for (var i = 1; i <= 3; i++)
        {
            terminal.Type(CtrlC);
            await Limit.Until(() => CountAfterEcho(app, "got 2") >= i, () => app.Describe($"did not get Ctrl-C {i}"));
            app.Signal(Sig.Usr1);
            await Limit.Until(() => CountAfterEcho(app, "got 10") >= i, () => app.Describe($"did not get USR1 {i}"));
        }

        Assert.Equal(3, CountAfterEcho(app, "got 2"));
    }

    [Theory]
    [InlineData(CtrlC, 130, "INT")]
    [InlineData(CtrlBackslash, 131, "QUIT")]
    public async Task B13_KeyThatEndsTheChild_IsInTheExitCodeAndTheTombstone(string key, int exitCode, string signal)
    {
        await using var graveyard = new TemporaryGraveyard();
        using var terminal = new PseudoTerminal();
        var app = StartOn(terminal, graveyard, "ulimit -c 0; exec cat");
        terminal.Type("not a shell any more\n");
        await app.Prints("not a shell any more", times: 2); // The first is the terminal's echo.
        await graveyard.WaitFor("app", tombstone => tombstone.Ready is not null);
        terminal.Type(key);
        await app.ExitsWith(exitCode, allOutput: false);
        Assert.Equal((exitCode, signal), (graveyard.Read("app")!.ExitCode, graveyard.Read("app")!.Signal));
    }

    [Fact]
    public async Task B13_TypedLines_AreTheChildsInput()
    {
        await using var graveyard = new TemporaryGraveyard();
        using var terminal = new PseudoTerminal();
        var app = StartOn(terminal, graveyard, "echo ready; while read line; do echo \"read $line\"; done; exit 5");
        await app.Prints("ready");
        terminal.Type("one\ntwo\n");
        await app.Prints("read one");
        await app.Prints("read two");
        terminal.Type(CtrlD);
        await app.ExitsWith(5, allOutput: false);
    }

    [Fact]
    public async Task B13_WindowResized_ChildIsToldOnceAndSeesTheSize()
    {
        await using var graveyard = new TemporaryGraveyard();
        using var terminal = new PseudoTerminal();
        var app = StartOn(terminal, graveyard,
            "trap 'echo size $(stty size)' WINCH; trap 'echo got 10' USR1; echo ready; " + Scripts.ForGood);
        await app.Prints("ready");
        terminal.Resize(33, 99);
        await app.Prints("size 33 99");
        app.Signal(Sig.Usr1);
        await app.Prints("got 10");
        Assert.Equal(1, app.Output.Count("size 33 99"));
    }

    /// <summary>
    /// As in a container with a terminal: nobody could continue us, so only the child is suspended, and supervision goes on.
    /// </summary>
    [Fact]
    public async Task B13_CtrlZWithoutAJobControlShell_SuspendsTheChildOnly()
    {
        await using var graveyard = new TemporaryGraveyard();
        using var terminal = new PseudoTerminal();
        var app = StartOn(terminal, graveyard, "echo ready; while read line; do echo \"read $line\"; done; exit 5",
            "KUBEXIT_DEATH_DEPS=db", "KUBEXIT_GRACE_PERIOD=300ms");
        await app.Prints("ready");
        var child = await app.ChildPid();
        terminal.Type(CtrlZ);
        await Limit.Until(() => ProcFs.IsStopped(child), () => app.Describe("has a child that Ctrl-Z does not suspend"));
        app.Signal(Sig.Cont);
        await Limit.Until(() => !ProcFs.IsStopped(child), () => app.Describe("does not forward CONT"));
        terminal.Type("again\n");
        await app.Prints("read again");

        terminal.Type(CtrlZ);
        await Limit.Until(() => ProcFs.IsStopped(child), () => app.Describe("has a child that a second Ctrl-Z does not suspend"));
        graveyard.WriteLikeOriginal("db", OriginalTombstone.Dead());
        await app.Ends();
        Assert.Equal("DependencyDied", graveyard.Read("app")!.Reason);
    }

    /// <summary>
    /// A shell with job control suspends the whole job, continues it in the foreground, and has its terminal back at the end.
    /// </summary>
    [Fact]
    public async Task B13_CtrlZUnderAJobControlShell_SuspendsTheJobAndFgResumesIt()
    {
        await using var graveyard = new TemporaryGraveyard();
        using var terminal = new PseudoTerminal();
        var wrapper = await StartJob(terminal, graveyard, "echo child ready; while read line; do echo \"read $line\"; done; exit 5");
        for (var round = 1; round <= 2; round++)
        {
            terminal.Type(CtrlZ);
            await Limit.Until(() => ProcFs.IsStopped(wrapper), () =>
                $"The wrapper is not suspended. The screen shows:\n{terminal.Screen.Text}");
            terminal.Type($"echo shell $((40 + {round}))\n");
            await terminal.Shows($"shell 4{round}");
            terminal.Type("fg\n");
            await Limit.Until(() => !ProcFs.IsStopped(wrapper), () =>
                $"The wrapper is not continued. The screen shows:\n{terminal.Screen.Text}");
            terminal.Type($"line {round}\n");
            await terminal.Shows($"read line {round}");
        }

        terminal.Type(CtrlD);
        terminal.Type("echo code $?\n");
        await terminal.Shows("code 5");
    }

    /// <summary>The rest of a pipeline is in our process group: the shell waits until all of it is suspended.</summary>
    [Fact]
    public async Task B13_CtrlZInAPipeline_SuspendsAllOfIt()
    {
        await using var graveyard = new TemporaryGraveyard();
        using var terminal = new PseudoTerminal();
        var wrapper = await StartJob(terminal, graveyard, "echo child ready; while read line; do echo \"read $line\"; done", "| cat");
        terminal.Type(CtrlZ);
        await Limit.Until(() => ProcFs.IsStopped(wrapper), () =>
            $"The wrapper is not suspended. The screen shows:\n{terminal.Screen.Text}");
        terminal.Type("echo shell $((40 + 1))\n");
        await terminal.Shows("shell 41");
        terminal.Type("fg\n");
        terminal.Type("a line\n");
        await terminal.Shows("read a line");
    }

    [Fact]
    public async Task B13_JobResumedInTheBackground_ComesToTheForegroundWithFg()
    {
        await using var graveyard = new TemporaryGraveyard();
        using var terminal = new PseudoTerminal();
        var wrapper = await StartJob(
            terminal, graveyard, "trap \"echo child got it\" USR1; echo child ready; while :; do read line && echo \"read $line\"; done");
        terminal.Type(CtrlZ);
        await Limit.Until(() => ProcFs.IsStopped(wrapper), () =>
            $"The wrapper is not suspended. The screen shows:\n{terminal.Screen.Text}");
        terminal.Type("bg\n");
        await Limit.Until(() => !ProcFs.IsStopped(wrapper), () =>
            $"The wrapper is not continued. The screen shows:\n{terminal.Screen.Text}");
        terminal.Type("echo shell $((40 + 1))\n");
        await terminal.Shows("shell 41");
        terminal.Type("fg\n");
        terminal.Type("a line\n");
        await terminal.Shows("read a line");
    }

    /// <summary>A script is no job-control shell: whoever suspends itself under it is never resumed, and supervises no more.</summary>
    [Fact]
    public async Task B13_CtrlZWhereNobodyCouldResumeUs_SuspendsTheChildOnly()
    {
        await using var graveyard = new TemporaryGraveyard();
        using var terminal = new PseudoTerminal();
        var script = $"{KubexitBinary.Path} sh -c 'echo ready; while :; do read line; done'; echo code $?";
        var shell = graveyard.Start(
            ["sh", "-c", script], ["KUBEXIT_NAME=app", "KUBEXIT_DEATH_DEPS=db", "KUBEXIT_GRACE_PERIOD=100ms"], terminal);
        await shell.Prints("ready");
        var wrapper = await shell.ChildPid();
        var child = await Limit.Until(
            () => ProcFs.ChildrenOf(wrapper) is [var only] ? new { Pid = only } : null, () => shell.Describe("has no grandchild"));
        terminal.Type(CtrlZ);
        await Limit.Until(() => ProcFs.IsStopped(child.Pid), () => shell.Describe("has a grandchild that Ctrl-Z does not suspend"));
        graveyard.WriteLikeOriginal("db", OriginalTombstone.Dead());
        await terminal.Shows("code 137");
    }

    [Fact]
    public async Task B13_InteractiveShellAsTheChild_HasJobControlOfItsOwn()
    {
        await using var graveyard = new TemporaryGraveyard();
        using var terminal = new PseudoTerminal();
        var app = graveyard.Start([KubexitBinary.Path, "sh", "-i"], ["KUBEXIT_NAME=app", "PS1=", "TERM=dumb"], terminal);
        terminal.Type("set -m; echo inner $((40 + 1))\n");
        await terminal.Shows("inner 41");
        var shell = await app.ChildPid();
        foreach (var (key, code) in new[] { (CtrlC, "130"), (CtrlZ, "148") })
        {
            terminal.Type("sleep 1000\n");
            await Limit.Until(() => ProcFs.ChildrenOf(shell).Any(job => ProcFs.ForegroundGroupOf(job) == job && !ProcFs.IsStopped(job)),
                () => $"No job in the foreground. The screen shows:\n{terminal.Screen.Text}");
            terminal.Type(key);
            terminal.Type("echo code $?\n");
            await terminal.Shows($"code {code}");
        }

        // An interactive shell does not leave a stopped job behind without asking; what replaces it does.
        terminal.Type("exec sh -c 'exit 9'\n");
        await app.ExitsWith(9, allOutput: false);
    }

    [Fact]
    public async Task B13_TermWhileTheJobIsSuspended_IsNotForgotten()
    {
        await using var graveyard = new TemporaryGraveyard();
        using var terminal = new PseudoTerminal();
        var wrapper = await StartJob(
            terminal, graveyard, "trap \"echo child stops; exit 7\" TERM; echo child ready; while :; do read line; done");
        terminal.Type(CtrlZ);
        await Limit.Until(() => ProcFs.IsStopped(wrapper), () =>
            $"The wrapper is not suspended. The screen shows:\n{terminal.Screen.Text}");
        Assert.Equal(0, LibC.Kill(wrapper, Sig.Term));
        terminal.Type("fg\n");
        await terminal.Shows("child stops");
        terminal.Type("echo code $?\n");
        await terminal.Shows("code 7");
    }

    private static WrappedProcess StartOn(
        PseudoTerminal terminal, TemporaryGraveyard graveyard, string script, params string[] variables) =>
        graveyard.Start([KubexitBinary.Path, "sh", "-c", script], ["KUBEXIT_NAME=app", .. variables], terminal);

    /// <summary>The terminal echoes keys as <c>^C</c> before what the child prints in the same line.</summary>
    private static int CountAfterEcho(WrappedProcess app, string text) =>
        app.Output.Lines.Count(line => line.EndsWith(text, StringComparison.Ordinal));

    /// <summary>Runs the script in kubexit as a job of an interactive shell, and returns kubexit's process id.</summary>
    private static async Task<int> StartJob(PseudoTerminal terminal, TemporaryGraveyard graveyard, string script, string pipeline = "")
    {
        var shell = graveyard.Start(["sh", "-i"], ["KUBEXIT_NAME=app", "PS1=", "TERM=dumb"], terminal, StandardError.Terminal);
        terminal.Type($"set -m; {KubexitBinary.Path} sh -c '{script}' 2>/dev/null {pipeline}\n");
        await terminal.Shows("child ready");
        return await shell.ChildPid();
    }
}
