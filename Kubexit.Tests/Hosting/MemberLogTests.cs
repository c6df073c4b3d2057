using Kubexit.Testing;
using Kubexit.Tests.Fakes;
using Kubexit.Tests.Infrastructure;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Kubexit.Tests.Hosting;

/// <summary>Each line of a member says whose it is, as text and as an attribute.</summary>
public sealed class MemberLogTests
{
    [Fact]
    public async Task WholeLife_EachLine_CarriesTheName()
    {
        var lines = new ScopedLines();
        using var graveyard = new TestGraveyard();
        var builder = Microsoft.Extensions.Hosting.Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders().AddProvider(lines);
        builder.Configuration.AddInMemoryCollection([new("Kubexit:BirthDependencies", "db"), new("Kubexit:BirthDep", "nothing")]);
        builder.AddKubexit().ServeAfterStop(TimeSpan.FromMinutes(10)).ReadyWhenHealthy();
        var healthy = false;
        builder.Services.AddHealthChecks().AddCheck("one", () => healthy
            ? Microsoft.Extensions.Diagnostics.HealthChecks.HealthCheckResult.Healthy()
            : Microsoft.Extensions.Diagnostics.HealthChecks.HealthCheckResult.Unhealthy());
        builder.Services.JoinTestGraveyard(graveyard, "app");
        using (var host = builder.Build())
        {
            var starting = host.StartAsync();
            await graveyard.WaitForAsync("app", tombstone => tombstone.Waiting is not null);
            graveyard.Neighbour("db").Ready();
            await starting;
            await lines.Contain("not ready yet: health is Unhealthy");
            healthy = true;
            await graveyard.WaitForAsync("app", tombstone => tombstone.Ready is not null);
            host.Services.SendTerm();
            await lines.Contain("still serving");
            host.Services.SendTerm();
            await host.WaitForShutdownAsync();
        }

        foreach (var words in (string[])["Kubexit:BirthDep is not a setting", "in graveyard", "born", "ready", "the host is stopping"])
            await lines.Contain(words);
        Assert.All(lines.Of("Kubexit"), line =>
        {
            Assert.StartsWith("app: ", line.Text, StringComparison.Ordinal);
            Assert.Equal("app", line.Name);
        });
    }

    [Fact]
    public async Task Off_WithoutAName_SaysSoInOneLine()
    {
        var lines = new ScopedLines();
        var builder = Microsoft.Extensions.Hosting.Host.CreateApplicationBuilder(
            new HostApplicationBuilderSettings { EnvironmentName = Environments.Development });
        builder.Logging.ClearProviders().AddProvider(lines);
        builder.AddKubexit();
        using (var host = builder.Build())
        {
            await host.StartAsync();
            await host.Services.GetRequiredService<IKubexitMember>().SignalReadyAsync().WaitAsync(Limit.Generous);
            await host.StopAsync();
        }

        var line = Assert.Single(lines.Of("Kubexit"));
        Assert.StartsWith("coordination is off: an application without a name", line.Text, StringComparison.Ordinal);
    }
}
