using Kubexit.Tests.Infrastructure;

namespace Kubexit.Tests.Containers;

/// <summary><c>samples/compose</c> by podman-compose, and the page about platforms beyond Kubernetes by podman alone.</summary>
public sealed class ComposeTests(SharedContainerEngine containers)
{
    private static string Folder => Path.Combine(Repository.Root, "samples", "compose");

    /// <summary>Twice: the second time the graveyard tells of the first, since podman-compose gives the volume no options.</summary>
    [Fact]
    public async Task Compose_UpTwice_JobRunsWhenTheDatabaseIsReadyAndEverybodyEndsWithIt()
    {
        var engine = await containers.EngineAsync();
        try
        {
            for (var round = 1; round <= 2; round++)
            {
                var up = await ComposeAsync(engine, "up", "--build", "--exit-code-from", "job");
                Assert.True(up.ExitCode == 0, up.Output + up.Errors);
                var log = up.Output + up.Errors;
                Assert.Contains("42 rows", log, StringComparison.Ordinal);
                foreach (var state in await engine.InspectAsync("compose_database_1", "compose_worker_1", "compose_job_1"))
                    Assert.Equal(("exited", 0), ((string?)state["State"]!["Status"], (int)state["State"]!["ExitCode"]!));
            }
        }
        finally
        {
            await ComposeAsync(engine, "down", "--volumes");
        }
    }

    [Fact]
    public async Task Compose_JobFails_ItsExitCodeIsTheResult()
    {
        var engine = await containers.EngineAsync();
        var folder = Directory.CreateDirectory(Path.Combine(engine.Folder, "compose")).FullName;
        foreach (var file in Directory.GetFiles(Folder)) File.Copy(file, Path.Combine(folder, Path.GetFileName(file)), overwrite: true);
        var compose = Path.Combine(folder, "compose.yaml");
        await File.WriteAllTextAsync(
            compose, (await File.ReadAllTextAsync(compose)).Replace(
                "http://database:18081/\"]", "http://database:18081/; exit 7\"]", StringComparison.Ordinal));
        try
        {
            var up = await engine.RunToolAsync(["podman-compose", "up", "--build", "--exit-code-from", "job"], folder);
            Assert.True(up.ExitCode == 7, up.Output + up.Errors);
        }
        finally
        {
            await engine.RunToolAsync(["podman-compose", "down", "--volumes"], folder);
        }
    }

    /// <summary>The snippet as it is, with podman alone in the kubelet's place.</summary>
    [Fact]
    public async Task KubePlay_SnippetOfThePage_RunsToItsEnd()
    {
        var engine = await containers.EngineAsync();
        var file = engine.Write("pod.yaml", Repository.CodeBlocks("docs/beyond-kubernetes.md", "yaml")[0]);
        try
        {
            await engine.RunAsync("kube", "play", "--network=none", file);
            Assert.Equal(["0", "0"],
                (await engine.RunAsync("wait", "--interval", "50ms", "job-with-proxy-job", "job-with-proxy-proxy"))
                    .Split('\n', StringSplitOptions.RemoveEmptyEntries));
            Assert.Contains("hello", (await engine.TryAsync("logs", "job-with-proxy-job")).Output, StringComparison.Ordinal);
        }
        finally
        {
            await engine.TryAsync("kube", "down", file);
        }
    }

    private static Task<ToolResult> ComposeAsync(ContainerEngine engine, params string[] arguments) =>
        engine.RunToolAsync(["podman-compose", .. arguments], Folder);
}
