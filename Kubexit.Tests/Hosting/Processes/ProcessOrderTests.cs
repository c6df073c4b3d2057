using Kubexit.Tests.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Kubexit.Tests.Hosting;

/// <summary>In which order helper processes start and stop, and which orders are impossible.</summary>
[Collection(nameof(ProcessHost))] // The exit code is the whole process's.
public sealed class ProcessOrderTests
{
    private const string Sleeps = "exec sleep 1000";

    [Fact]
    public async Task Processes_RegisteredTheWrongWayRound_StartAndStopByTheirDependencies()
    {
        await using var host = new ProcessHost()
            .Add("app", Sleeps,
                options => options.Coordination.BirthDependencies = [new("proxy"), new("migrate", BirthCondition.Succeeded)])
            .Add("migrate", "exit 0", options =>
            {
                options.Coordination.BirthDependencies = [new("proxy")];
                options.HostStartsWhen = BirthCondition.Succeeded;
                options.HostStopsWhen = DeathCondition.Failed;
            })
            .Add("proxy", Sleeps);
        await host.StartAsync();
        var (app, migrate, proxy) = (host.Graveyard.Read("app")!, host.Graveyard.Read("migrate")!, host.Graveyard.Read("proxy")!);
        Assert.True(proxy.Ready <= migrate.Born && migrate.Died <= app.Born);
        await host.StopAsync();
        Assert.True(host.Graveyard.Read("app")!.Died <= host.Graveyard.Read("proxy")!.Died);
    }

    [Fact]
    public async Task OneShot_FailsWhileTheHostStarts_TheHostDoesNotStart()
    {
        await using var host = new ProcessHost().Add("migrate", "exit 7", options =>
        {
            options.HostStartsWhen = BirthCondition.Succeeded;
            options.HostStopsWhen = DeathCondition.Failed;
        });
        Assert.Equal(7, (await Assert.ThrowsAsync<NotStartedException>(() => host.StartAsync())).ExitCode);
    }

    [Theory]
    [InlineData("a waits for b; b waits for c; c waits for a",
        "Cannot start process 'a', which waits for 'b', which waits for 'c', which waits for 'a'")]
    [InlineData("a outlives b; b outlives a", "Cannot stop process 'a', which ends after 'b', which ends after 'a'")]
    [InlineData("a waits for b; b waits for c; a outlives c",
        "Cannot stop process 'a', which ends after 'c', which ends after 'b', which ends after 'a'")]
    [InlineData("a waits for app", "it waits for 'app:ready', the application, which waits for the process")]
    [InlineData("a waits for app:succeeded", "it waits for the end of 'app'")]
    [InlineData("a outlives app", "Cannot stop process 'a': it outlives 'app'")]
    [InlineData("app waits for a", "Cannot start the application: it waits for 'a'")]
    [InlineData("a waits for b:died", "it waits for 'b:died', and that end stops the host")]
    [InlineData("app is a process", "Cannot use process name 'app': it is the name of the application itself")]
    public void Order_Impossible_IsAnError(string order, string error) =>
        Assert.Contains(error, Assert.Single(Errors(order)), StringComparison.Ordinal);

    [Theory]
    [InlineData("a waits for b; a waits for c; b waits for d; c waits for d")]
    [InlineData("b waits for a; a outlives b")]
    [InlineData("a waits for b; a outlives b")]
    [InlineData("a waits for app:born")]
    [InlineData("app waits for db; a waits for db")]
    public void Order_Possible_IsNone(string order) => Assert.Empty(Errors(order));

    private static IReadOnlyList<string> Errors(string order)
    {
        Dictionary<string, string> settings = new() { ["Kubexit:Name"] = "app" };
        var services = new ServiceCollection();
        services.AddLogging().AddKubexit();
        foreach (var words in order.Split("; ").Select(sentence => sentence.Split(' ')))
        {
            foreach (var name in (string[])[words[0], words[^1].Split(':')[0]])
            {
                if ((name == "app" && words is not ["app", "is", ..]) || name is "db" or "process") continue;
                services.AddSupervisedProcess(name, options => options.Command = ["true"]);
            }

            var key = words[0] == "app" ? "Kubexit" : $"Kubexit:Processes:{words[0]}";
            if (words[1] == "waits") settings[$"{key}:BirthDependencies"] = Also(settings, $"{key}:BirthDependencies", words[^1]);
            if (words[1] == "outlives") settings[$"{key}:OutliveDependencies"] = words[^1];
        }

        services.AddSingleton<Microsoft.Extensions.Configuration.IConfiguration>(
            new Microsoft.Extensions.Configuration.ConfigurationManager
            {
                Sources =
                { new Microsoft.Extensions.Configuration.Memory.MemoryConfigurationSource { InitialData = settings! } }
            });
        try
        {
            _ = services.BuildServiceProvider().GetRequiredService<IOptions<KubexitMemberOptions>>().Value;
            return [];
        }
        catch (ConfigurationException e)
        {
            return e.Errors;
        }
    }

    private static string Also(Dictionary<string, string> settings, string key, string value) =>
        settings.TryGetValue(key, out var known) ? $"{known},{value}" : value;
}
