using Kubexit.Tests.Infrastructure;

namespace Kubexit.Tests.Containers;

/// <summary>
/// Pods that were written for the Go kubexit, with nothing but the image changed: its README's recipe, its two examples, Apache Druid's
/// tasks.
/// </summary>
public sealed class DropInPodTests(SharedContainerEngine containers)
{
    private const string Recipe = $"""
        FROM {TestImages.BusyBox}
        COPY --from={TestImages.Kubexit} /bin/kubexit /bin/
        COPY program /bin/
        RUN mv /bin/program /bin/$NAME
        ENTRYPOINT ["kubexit"]
        """;

    [Fact]
    public async Task ClientServerExample_ImageChanged_ClientRunsWhenServerIsReadyAndServerEndsAfterIt()
    {
        await using var api = new PodApi();
        await using var pod = await PlayedPod.CreateAsync(await containers.EngineAsync(), Manifest("client-server"), spec =>
        {
            api.AddTo(spec);
            PodTemplate.UseImage(spec, "client", "localhost/tools:1");
            PodTemplate.UseImage(spec, "server", "localhost/tools:1");
        });
        await api.ServeAsync(pod);
        await pod.StartAsync();
        await api.ReportReadyAsync(pod, pod["server"]);
        await pod["client"].ExitsWith(0);
        await pod["server"].ExitsWith(143);
        Assert.Contains("welcome to nginx", pod["client"].LogText);
        AssertServedInOrder(pod, "server", "client");
    }

    [Fact]
    public async Task CloudSqlExample_BuiltByTheReadmesRecipe_PsqlRunsWhenTheProxyIsReadyAndTheProxyEndsAfterIt()
    {
        var engine = await containers.EngineAsync();
        await BuildAsync(engine, "localhost/psql:1", "psql", "#!/bin/sh\nexec nc 127.0.0.1 5432 </dev/null\n");
        await BuildAsync(engine, "localhost/cloud-sql-proxy:1", "cloud_sql_proxy",
            "#!/bin/sh\necho \"proxy $1\"\nexec nc -ll -p 5432 -e echo 42 rows\n");
        await using var api = new PodApi();
        await using var pod = await PlayedPod.CreateAsync(engine, Manifest("cloud-sql"), api.AddTo);
        await api.ServeAsync(pod);
        await pod.StartAsync();
        await api.ReportReadyAsync(pod, pod["cloudsql-proxy"]);
        await pod["psql"].ExitsWith(0);
        await pod["cloudsql-proxy"].ExitsWith(143);
        Assert.Contains("42 rows", pod["psql"].LogText);
        Assert.Contains("proxy -term_timeout=10s", pod["cloudsql-proxy"].LogText);
        AssertServedInOrder(pod, "cloudsql-proxy", "psql");
    }

    [Fact]
    public async Task DruidTask_ImageChanged_SidecarsEndWithTheTaskAndCountAsSucceeded()
    {
        await using var pod = await PlayedPod.StartAsync(await containers.EngineAsync(), Manifest("druid-task"));
        await pod["main"].ExitsWith(0);
        await pod["log-shipper"].ExitsWith(0);
        Assert.Equal("report", File.ReadAllText(Path.Combine(pod.Folders["task"], "report.json")).Trim());
        Assert.True(pod.Read("main")!.Died <= pod.Read("log-shipper")!.Died);
        Assert.Equal("DependencyDied", pod.Read("log-shipper")!.Reason);
    }

    /// <summary>
    /// A misspelling that the original ignores, levels that its forks know: the original is silent about them, and they stop nothing here.
    /// </summary>
    [Fact]
    public async Task DruidTask_VariablesSeenInTheWild_DoNotStopIt()
    {
        await using var pod = await PlayedPod.StartAsync(await containers.EngineAsync(), Manifest("druid-task"), spec =>
        {
            PodTemplate.SetVariable(spec, "main", "KUBEXIT_GRAVE_PERIOD", "5s");
            PodTemplate.SetVariable(spec, "main", "KUBEXIT_LOG_LEVEL", "info");
            PodTemplate.SetVariable(spec, "log-shipper", "KUBEXIT_LOG_LEVEL", "WARN");
        });
        await pod["main"].ExitsWith(0);
        await pod["log-shipper"].ExitsWith(0);
        Assert.Contains("Did you mean KUBEXIT_GRACE_PERIOD?", pod["main"].LogText, StringComparison.Ordinal);
        Assert.DoesNotContain("kubexit: born", pod["log-shipper"].LogText, StringComparison.Ordinal);
    }

    private static void AssertServedInOrder(PlayedPod pod, string server, string client)
    {
        Assert.True(pod.Read(server)!.Born <= pod.Read(client)!.Born && pod.Read(client)!.Died <= pod.Read(server)!.Died, pod.Describe());
        Assert.Equal(("DependencyDied", "TERM"), (pod.Read(server)!.Reason, pod.Read(server)!.Signal));
    }

    private static string Manifest(string name) => Repository.ReadText($"Kubexit.Tests/Containers/DropIn/{name}.yaml");

    private static Task BuildAsync(ContainerEngine engine, string image, string program, string script) =>
        TestImages.BuildAsync(engine, image, Recipe.Replace("$NAME", program, StringComparison.Ordinal), ("program", script));
}
