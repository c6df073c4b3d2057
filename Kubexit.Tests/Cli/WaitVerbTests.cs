using System.Diagnostics;
using System.Globalization;
using Kubexit.Tests.Infrastructure;
using Kubexit.Tests.Probes;

namespace Kubexit.Tests.Cli;

/// <summary><c>kubexit wait</c>, as init containers, hooks and scripts use it.</summary>
public sealed class WaitVerbTests
{
    [Fact]
    public async Task HttpGet_AnswersBadlyThenWell_IsAskedUntilItDoes()
    {
        await using var graveyard = new TemporaryGraveyard();
        var requests = 0;
        await using var server = await LoopbackServer.StartAsync(context =>
        {
            context.Response.StatusCode = Interlocked.Increment(ref requests) < 3 ? 503 : 200;
            return Task.CompletedTask;
        });
        var wait = Wait(graveyard, "--http-get", $"{server.Url}ready", "--period", "20ms", "--request-timeout", "10s");
        await wait.ExitsWith(0);
        Assert.Equal(3, requests);
        Assert.Empty(wait.Output.Lines);
    }

    [Fact]
    public async Task Graveyard_NotThere_IsSaidAwaitedAndNotCreated()
    {
        await using var graveyard = new TemporaryGraveyard();
        var path = graveyard.FileOf("later");
        var wait = graveyard.Start([KubexitBinary.Path, "wait", "--graveyard", path, "--for", "db:died", "--timeout", "30s"], []);
        await wait.Says("does not exist yet; waiting for it");
        Assert.False(Directory.Exists(path));
        Directory.CreateDirectory(path);
        await File.WriteAllTextAsync(Path.Combine(path, "db"), OriginalTombstone.Dead());
        await wait.ExitsWith(0);
    }

    [Theory]
    [InlineData(204, true)]
    [InlineData(200, false)]
    public async Task Status_NarrowsWhatIsSuccess(int status, bool succeeds)
    {
        await using var graveyard = new TemporaryGraveyard();
        await using var server = await LoopbackServer.StartAsync(context =>
        {
            context.Response.StatusCode = status;
            return Task.CompletedTask;
        });
        var wait = Wait(graveyard, "--http-get", $"{server.Url}", "--status", "204", "--timeout", succeeds ? "30s" : "1s",
            "--request-timeout", "10s", "--period", "50ms");
        await wait.ExitsWith(succeeds ? 0 : 124);
        if (!succeeds) Assert.Contains("HTTP status 200", await wait.Says("Gave up"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task For_EveryCondition_HoldsWhenTheNeighboursSay()
    {
        await using var graveyard = new TemporaryGraveyard();
        var wait = Wait(graveyard, "--for", "db", "--for", "slow:born", "--for=migrate:succeeded", "--for", "old:died", "--timeout", "30s");
        await wait.Says("waiting for 'db' to be ready");
        var db = graveyard.Wrap("db", Scripts.UntilTold);
        var slow = graveyard.Wrap("slow", Scripts.UntilTold, "KUBEXIT_READINESS_FILE=/nowhere");
        await graveyard.Wrap("migrate", "exit 0").ExitsWith(0);
        await slow.ChildPid();
        Assert.False(wait.HasEnded);
        await graveyard.Wrap("old", "exit 3").ExitsWith(3);
        await wait.ExitsWith(0);
        Assert.False(db.HasEnded);
    }

    [Fact]
    public async Task For_CanNoLongerComeTrue_FailsAtOnce()
    {
        await using var graveyard = new TemporaryGraveyard();
        await graveyard.Wrap("migrate", "exit 3").ExitsWith(3);
        var wait = Wait(graveyard, "--for", "migrate:succeeded", "--timeout", "0");
        await wait.ExitsWith(124);
        Assert.Contains("exit code 3", await wait.Says("Gave up"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task For_OptionalThatNobodyClaims_IsSkipped()
    {
        await using var graveyard = new TemporaryGraveyard();
        await Wait(graveyard, ["KUBEXIT_OPTIONAL_GRACE=100ms"], "--for", "proxy?").ExitsWith(0);
    }

    [Fact]
    public async Task Timeout_NamesEverythingThatWasNotReadyAndNothingElse()
    {
        await using var graveyard = new TemporaryGraveyard();
        var wait = Wait(graveyard, "--for", "db", "--exec", "true", "--tcp", "127.0.0.1:1", "--exec", "[\"sh\",\"-c\",\"exit 7\"]",
            "--timeout", "2s");
        await wait.ExitsWith(124);
        var failure = await wait.Says("Gave up");
        Assert.All(["'db' to be ready", "'127.0.0.1:1'", "command 'sh' to succeed (exit code 7)"],
            word => Assert.Contains(word, failure, StringComparison.Ordinal));
        Assert.DoesNotContain("'true'", failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Quiet_Success_SaysNothing()
    {
        await using var graveyard = new TemporaryGraveyard();
        var wait = Wait(graveyard, "--exec", "true", "--quiet", "--request-timeout", "10s");
        await wait.ExitsWith(0);
        Assert.Empty(wait.Errors.Lines);
        Assert.Empty(wait.Output.Lines);
    }

    [Theory]
    [InlineData(Sig.Int, 130)]
    [InlineData(Sig.Term, 143)]
    public async Task Signal_EndsItAndTheCommandItRuns(int signal, int exitCode)
    {
        await using var graveyard = new TemporaryGraveyard();
        var pidFile = Path.Combine(graveyard.Folder, "pid");
        var wait = Wait(graveyard, "--exec", $"sh -c 'echo $$ > {pidFile}.new; mv {pidFile}.new {pidFile}; exec sleep 1000'",
            "--request-timeout", "1000s", "--timeout", "0");
        await Limit.Until(() => File.Exists(pidFile), () => wait.Describe("never ran its command"));
        wait.Signal(signal);
        await wait.ExitsWith(exitCode);
        Assert.False(wait.Lives(int.Parse(await File.ReadAllTextAsync(pidFile), CultureInfo.InvariantCulture)),
            "The command has outlived the wait.");
    }

    [Fact]
    public async Task AsProcessOne_Term_EndsIt()
    {
        var prefix = Prerequisites.RequirePidNamespace();
        await using var graveyard = new TemporaryGraveyard();
        var wait = graveyard.Start(
            [.. prefix, "sh", "-c", "exec \"$0\" \"$@\"", KubexitBinary.Path, "wait", "--for", "db", "--timeout", "0"], []);
        await wait.Says("waiting for 'db'");
        Assert.Equal(0, LibC.Kill(await wait.InitPid(), Sig.Term));
        await wait.ExitsWith(143);
    }

    [Fact]
    public async Task GraveyardThatCannotBe_Is125()
    {
        await using var graveyard = new TemporaryGraveyard();
        graveyard.WriteAtomically("file", "");
        var wait = Wait(graveyard, "--for", "db", "--graveyard", graveyard.FileOf("file") + "/x");
        await wait.ExitsWith(125);
        await wait.Says("Not a directory");
    }

    private static WrappedProcess Wait(TemporaryGraveyard graveyard, params string[] flags) => Wait(graveyard, [], flags);

    private static WrappedProcess Wait(TemporaryGraveyard graveyard, IReadOnlyList<string> variables, params string[] flags) =>
        graveyard.Start([KubexitBinary.Path, "wait", .. flags], variables);
}
