using Kubexit.NodeTermination;
using Kubexit.Tests.Infrastructure;

namespace Kubexit.Tests.Hosting;

/// <summary>A death dependency stops the host, and a host that outlives others goes on serving until they have ended.</summary>
public sealed class HostedStopTests
{
    [Theory]
    [InlineData("child", 0)]
    [InlineData("zero", 0)]
    [InlineData("dependency", 9)]
    public async Task DeathDependency_Dies_HostStopsWithTheReason(string policy, int exitCode)
    {
        await using var graveyard = new TemporaryGraveyard();
        var app = graveyard.Embed("app", "run", "KUBEXIT_DEATH_DEPS=job", $"KUBEXIT_DEATH_EXIT_CODE={policy}");
        await app.Prints("started");
        graveyard.WriteAtomically("job", OriginalTombstone.Dead(9));
        await app.ExitsWith(exitCode);
        Assert.Equal(["stopping: stopped: 'job' died (exit code 9)", "service-stopped", "host-ended"], app.Output.Lines.Skip(2));
        var tombstone = graveyard.Read("app")!;
        Assert.Equal((0, null, "DependencyDied"), (tombstone.ExitCode, tombstone.Signal, tombstone.Reason));
        Assert.Contains("job", tombstone.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OutliveDependencies_OnTerm_TheHostServesUntilTheyHaveEnded()
    {
        await using var graveyard = new TemporaryGraveyard();
        var client = graveyard.Wrap("client", Scripts.UntilTold);
        await graveyard.WaitFor("client", tombstone => tombstone.IsAlive);
        var app = graveyard.Embed("app", "web", "KUBEXIT_OUTLIVE_DEPS=client");
        await Limit.Until(() => app.Output.Lines.Count > 0, () => app.Describe("does not listen"));
        app.Signal(Sig.Term);
        using var http = new HttpClient();
        for (var i = 0; i < 20; i++) Assert.Equal("served", await http.GetStringAsync(new Uri(app.Output.Lines[0])));
        client.CloseInput();
        await client.Ends();
        await app.ExitsWith(0);
        Assert.True(graveyard.Read("app")!.Died > graveyard.Read("client")!.Died);
        Assert.Equal("Terminated", graveyard.Read("app")!.Reason);
    }

    [Fact]
    public async Task OutliveDependencies_DoNotEnd_TheHostStopsAfterTheTimeout()
    {
        await using var graveyard = new TemporaryGraveyard();
        graveyard.WriteLikeOriginal("client", OriginalTombstone.Alive);
        var app = graveyard.Embed("app", "run", "KUBEXIT_OUTLIVE_DEPS=client", "KUBEXIT_OUTLIVE_TIMEOUT=300ms");
        await app.Prints("started");
        var asked = DateTimeOffset.UtcNow;
        app.Signal(Sig.Term);
        await app.ExitsWith(0);
        Assert.True(graveyard.Read("app")!.Died - asked >= TimeSpan.FromMilliseconds(290), graveyard.Read("app")!.Text);
    }

    [Fact]
    public async Task OutliveDependencies_SecondTerm_StopsTheHostAtOnce()
    {
        await using var graveyard = new TemporaryGraveyard();
        graveyard.WriteLikeOriginal("client", OriginalTombstone.Alive);
        var app = graveyard.Embed("app", "run", "KUBEXIT_OUTLIVE_DEPS=client", "KUBEXIT_OUTLIVE_TIMEOUT=1h");
        await app.Prints("started");
        while (!app.HasEnded && app.Output.Count("service-stopped") == 0)
        {
            // Two that are pending at the same time are one.
            app.Signal(Sig.Term);
            await Task.WhenAny(app.Prints("service-stopped"), Task.Delay(200));
        }

        await app.ExitsWith(0);
    }

    [Fact]
    public async Task ServeAfterStop_OnTerm_ServesOnUnreadyUntilTheTimeIsOver()
    {
        await using var graveyard = new TemporaryGraveyard();
        var app = graveyard.Embed("app", "web", "KUBEXIT_SERVE_AFTER_STOP=1s");
        await Limit.Until(() => app.Output.Lines.Count > 0, () => app.Describe("does not listen"));
        using var http = new HttpClient { BaseAddress = new Uri(app.Output.Lines[0]) };
        Assert.True((await http.GetAsync(new Uri("ready", UriKind.Relative))).IsSuccessStatusCode);
        var asked = DateTimeOffset.UtcNow;
        app.Signal(Sig.Term);
        await app.Says("still serving for");
        Assert.Equal(System.Net.HttpStatusCode.ServiceUnavailable, (await http.GetAsync(new Uri("ready", UriKind.Relative))).StatusCode);
        Assert.Equal("served", await http.GetStringAsync(new Uri("", UriKind.Relative)));
        await app.ExitsWith(0);
        Assert.True(graveyard.Read("app")!.Died - asked >= TimeSpan.FromMilliseconds(990), graveyard.Read("app")!.Text);
        Assert.Equal("Terminated", graveyard.Read("app")!.Reason);
    }

    [Theory]
    [InlineData("KUBEXIT_TERMINATION_DEADLINE=300ms")]
    [InlineData("KUBEXIT_GRACE_PERIOD=300ms")]
    public async Task ServeAfterStop_LongerThanTheTimeThereIs_EndsWithIt(string limit)
    {
        await using var graveyard = new TemporaryGraveyard();
        var app = graveyard.Embed("app", "run", "KUBEXIT_SERVE_AFTER_STOP=10m", limit);
        await app.Prints("started");
        app.Signal(Sig.Term);
        await app.ExitsWith(0);
    }

    [Fact]
    public async Task ServeAfterStop_ADeathStopsTheHost_DoesNotHoldItUp()
    {
        await using var graveyard = new TemporaryGraveyard();
        var app = graveyard.Embed("app", "run", "KUBEXIT_SERVE_AFTER_STOP=10m", "KUBEXIT_DEATH_DEPS=job");
        await app.Prints("started");
        graveyard.WriteAtomically("job", OriginalTombstone.Dead());
        await app.ExitsWith(0);
        Assert.Equal("DependencyDied", graveyard.Read("app")!.Reason);
    }

    /// <summary>systemd's lifetime says to systemd that the service runs and that it stops; ours would not.</summary>
    [Fact]
    public async Task LifetimeOfSystemd_RegisteredBefore_StaysAndStopsTheHost()
    {
        await using var graveyard = new TemporaryGraveyard();

        // By the name of its parent a service knows that systemd has started it.
        var app = graveyard.Start(
            ["sh", "-c", $"printf systemd >/proc/$$/comm; {EmbeddedApp.Executable} systemd; exit $?"],
            ["KUBEXIT_NAME=app", "KUBEXIT_BIRTH_DEPS=db", "TEST_LOG=console"]);
        await graveyard.WaitFor("app", tombstone => tombstone.Waiting is not null);
        graveyard.WriteAtomically("db", OriginalTombstone.Alive + OriginalTombstone.ReadyLine);
        await app.Prints("started");
        await app.Says("app: SystemdLifetime stays the lifetime of the host");
        Assert.Equal(0, LibC.Kill(await app.ChildPid(), Sig.Term));
        await app.ExitsWith(0);
        Assert.Equal((0, "Exited"), (graveyard.Read("app")!.ExitCode, graveyard.Read("app")!.Reason));
    }

    [Fact]
    public async Task GracePeriodZero_DeathDependencyDies_HostIsStillStoppedInOrder()
    {
        await using var graveyard = new TemporaryGraveyard();
        var app = graveyard.Embed("app", "run", "KUBEXIT_DEATH_DEPS=job", "KUBEXIT_GRACE_PERIOD=0");
        await app.Prints("started");
        graveyard.WriteAtomically("job", OriginalTombstone.Dead());
        await app.ExitsWith(0);
        Assert.Equal("DependencyDied", graveyard.Read("app")!.Reason);
    }
}
