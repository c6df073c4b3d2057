extern alias EmbeddedWeb;

using System.Net;
using Kubexit.Testing;
using Kubexit.Tests.Infrastructure;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Kubexit.Tests.Testing;

/// <summary>samples/EmbeddedWeb tested as its owner would: by WebApplicationFactory, in a test graveyard. docs/testing.md shows the
/// same.</summary>
public sealed class WebApplicationTests
{
    [Fact]
    public async Task Start_WithABirthDependency_WaitsUntilTheNeighbourIsReady()
    {
        using var graveyard = new TestGraveyard();
        await using var app = Web(graveyard, ("Kubexit:BirthDependencies", "db"));
        var starting = Task.Run(app.CreateClient);
        await graveyard.WaitForAsync("app", tombstone => tombstone.Waiting is not null);
        graveyard.Neighbour("db").Born();
        Assert.False(starting.IsCompleted);
        graveyard.Neighbour("db").Ready();
        Assert.Equal("hello", await (await starting).GetStringAsync(new Uri("/", UriKind.Relative)));
        await graveyard.WaitForAsync("app", tombstone => tombstone is { Born: not null, Ready: not null });
    }

    [Fact]
    public async Task TwoInParallel_WithOneName_DoNotKnowOfEachOther()
    {
        using TestGraveyard first = new(), second = new();
        await using var one = Web(first);
        await using var other = Web(second);
        var clients = await Task.WhenAll(Task.Run(one.CreateClient), Task.Run(other.CreateClient));
        await first.WaitForAsync("app", tombstone => tombstone.Ready is not null);
        await second.WaitForAsync("app", tombstone => tombstone.Ready is not null);
        var (member, stopped) = (one.Services.GetRequiredService<IKubexitMember>(), Stopped(one));
        first.Neighbour("main").Dies(1);
        await stopped;
        Assert.Equal("stopped: 'main' died (exit code 1)", member.StopReason);
        Assert.Equal("hello", await clients[1].GetStringAsync(new Uri("/", UriKind.Relative)));
        Assert.Null(other.Services.GetRequiredService<IKubexitMember>().StopReason);
    }

    [Fact]
    public async Task FakeTime_BirthTimeoutIsOver_TheStartFails()
    {
        var time = new FakeTimeProvider();
        using var graveyard = new TestGraveyard(time);
        await using var app = Web(graveyard, ("Kubexit:BirthDependencies", "db"), ("Kubexit:BirthTimeout", "10m"));
        var starting = Task.Run(app.CreateClient);
        await graveyard.WaitForAsync("app", tombstone => tombstone.Waiting is not null);
        time.Advance(TimeSpan.FromMinutes(10));
        var failure = await Assert.ThrowsAsync<NotStartedException>(() => starting);
        Assert.Equal(DeathReason.BirthTimeout, failure.Reason);
        var tombstone = await graveyard.WaitForAsync("app", tombstone => tombstone.Died is not null);
        Assert.Equal(TimeSpan.FromMinutes(10), tombstone.Died - tombstone.Waiting);
    }

    [Fact]
    public async Task SendTerm_ServesOnUnreadyAndDrainsUntilTheTimeIsOver()
    {
        var time = new FakeTimeProvider();
        using var graveyard = new TestGraveyard(time);
        await using var app = Web(graveyard);
        using var client = app.CreateClient();
        await graveyard.WaitForAsync("app", tombstone => tombstone.Ready is not null);
        using (var before = await client.GetAsync(new Uri("/", UriKind.Relative))) Assert.NotEqual(true, before.Headers.ConnectionClose);

        app.Services.SendTerm();
        var member = app.Services.GetRequiredService<IKubexitMember>();
        await Limit.Until(() => member.Stopping.IsCancellationRequested, () => "Stopping is not cancelled.");
        using (var after = await client.GetAsync(new Uri("/", UriKind.Relative)))
            Assert.Equal((HttpStatusCode.OK, true), (after.StatusCode, after.Headers.ConnectionClose));
        using (var health = await client.GetAsync(new Uri("/healthz", UriKind.Relative)))
            Assert.Equal(HttpStatusCode.ServiceUnavailable, health.StatusCode);
        var stopped = Stopped(app);
        Assert.False(stopped.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(5));
        await stopped;
    }

    [Fact]
    public async Task Dispose_OfTheGraveyardAfterTheHost_NothingIsLeft()
    {
        var graveyard = new TestGraveyard();
        await using (var app = Web(graveyard))
        {
            app.CreateClient().Dispose();
            Assert.Null(graveyard.Read("app").Tombstone!.Died);
        }

        graveyard.Dispose();
        Assert.False(Directory.Exists(graveyard.Path));

        // A member that were still there would put its tombstone back when it looks again.
        using var next = new TestGraveyard();
        await using (var app = Web(next)) app.CreateClient().Dispose();
        Assert.False(Directory.Exists(graveyard.Path));
    }

    [Fact]
    public async Task SendTerm_ToAnApplicationThatIsOff_IsRefused()
    {
        await using var app = new WebApplicationFactory<EmbeddedWeb::Program>()
            .WithWebHostBuilder(web => web.UseSetting("Kubexit:Enabled", "false"));
        Assert.Throws<InvalidOperationException>(app.Services.SendTerm);
    }

    private static WebApplicationFactory<EmbeddedWeb::Program> Web(TestGraveyard graveyard, params (string Key, string Value)[] settings) =>
        new WebApplicationFactory<EmbeddedWeb::Program>().WithWebHostBuilder(web =>
        {
            web.UseSetting("WarmUp", "0");
            web.ConfigureServices(services => services.AddLogging(logging => logging.ClearProviders()));
            foreach (var (key, value) in settings) web.UseSetting(key, value);
            web.ConfigureTestServices(services => services.JoinTestGraveyard(graveyard, "app"));
        });

    private static Task Stopped(WebApplicationFactory<EmbeddedWeb::Program> app)
    {
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        app.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.Register(stopped.SetResult);
        return stopped.Task.WaitAsync(Limit.Generous);
    }
}
