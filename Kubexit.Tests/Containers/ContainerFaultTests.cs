using System.Diagnostics;
using System.Text.Json.Nodes;
using Kubexit.Tests.Infrastructure;

namespace Kubexit.Tests.Containers;

/// <summary>What kills containers without a warning, and what may share one graveyard.</summary>
public sealed class ContainerFaultTests(SharedContainerEngine containers)
{
    private const string Serves = "echo serving; sleep 3600";

    /// <summary>The OOM killer on a node with cgroup v2: the kubelet has the whole container killed, wrapper and all.</summary>
    [Fact]
    public async Task Kill_OfAWholeContainer_IsNoticedByItsDependentAtOnce()
    {
        await using var pod = await StartAsync(
            new WrappedPod().With("server", Serves).With("client", Serves, "BIRTH_DEPS=server", "DEATH_DEPS=server"));
        await pod["client"].Says("serving");
        await pod["server"].SignalAsync("KILL");
        var clock = Stopwatch.StartNew();
        var client = await pod.WaitFor("client", tombstone => tombstone.Died is not null);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(5), $"It took {clock.Elapsed}."); // The slow rescan comes every 10 s.
        await pod["client"].ExitsWith(143);
        await pod["server"].ExitsWith(137);
        Assert.Equal("DependencyDied", client.Reason);
        Assert.Null(pod.Read("server")!.Died);
        Assert.Contains("'server'", File.ReadAllText(pod.Folders.MessageFile("client")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task MemoryLimit_ChildIsKilledForIt_WrapperTellsAndDependentStops()
    {
        await using var pod = await StartAsync(new WrappedPod()
            .With("server", Serves, "DEATH_DEPS=eater:failed")
            .WithCommand("eater", ["tail", "/dev/zero"], "BIRTH_DEPS=server")
            .Where("resources", new JsonObject { ["limits"] = new JsonObject { ["memory"] = "64Mi" } }));
        await pod["eater"].ExitsWith(137);
        await pod["server"].ExitsWith(143);
        var eater = pod.Read("eater")!;
        Assert.Equal((137, "KILL", "Signaled"), (eater.ExitCode, eater.Signal, eater.Reason));
    }

    /// <summary>
    /// With <c>restartPolicy: OnFailure</c> a failed client is started again, a server that has ended with 0 is not: the server must
    /// outlive failures, which is what <c>client:succeeded</c> says.
    /// </summary>
    [Fact]
    public async Task RestartPolicyOnFailure_ClientFailsOnce_ServerServesItsSecondLifeAndThenEnds()
    {
        await using var pod = await StartAsync(new WrappedPod("OnFailure")
            .With("server", Serves, "DEATH_DEPS=client:succeeded", "DEATH_EXIT_CODE=zero")
            .With("client", "echo life; test -e /shared/tried || { touch /shared/tried; exit 1; }", "BIRTH_DEPS=server"));
        await pod["client"].Says("life", times: 2);
        await pod.WaitFor("server", tombstone => tombstone.Died is not null);
        await pod["server"].ExitsWith(0);
        Assert.Single(pod["server"].Log, line => line.Text == "serving");
        Assert.Equal(0, pod.Read("client")!.ExitCode);
    }

    /// <summary>As the kubelet's RestartAllContainers: everything is killed at once, volumes stay, init containers run again.</summary>
    [Fact]
    public async Task RestartOfAllContainers_StaleGraveyard_SecondRoundIsAsTheFirst()
    {
        await using var pod = await StartAsync(new WrappedPod()
            .With("server", Serves, "DEATH_DEPS=client", "DEATH_EXIT_CODE=zero")
            .With("client", "echo working; test -e /shared/second || { touch /shared/second; sleep 3600; }", "BIRTH_DEPS=server"));
        await pod["client"].Says("working");
        var first = (Server: pod.Read("server")!.Life, Client: pod.Read("client")!.Life);
        await pod.KillAllAsync();
        await pod.StartAsync();
        await pod["client"].ExitsWith(0);
        await pod["server"].ExitsWith(0);
        var (server, client) = (pod.Read("server")!, pod.Read("client")!);
        Assert.True(server.Life != first.Server && client.Life != first.Client && server.Ready <= client.Born
            && client.Died <= server.Died, pod.Describe());
    }

    [Fact]
    public async Task TwoUsers_InOneGraveyard_SeeEachOthersBirthsAndDeaths()
    {
        await using var pod = await StartAsync(new WrappedPod()
            .With("server", Serves, "DEATH_DEPS=client", "DEATH_EXIT_CODE=zero").Where("securityContext", User(1000))
            .With("client", "id -u", "BIRTH_DEPS=server").Where("securityContext", User(2000)));
        await pod["client"].ExitsWith(0);
        await pod["server"].ExitsWith(0);
        Assert.Contains("2000", pod["client"].LogText, StringComparison.Ordinal);
        Assert.True(pod.Read("client")!.Died <= pod.Read("server")!.Died);
    }

    /// <summary>Seen in the wild, under tools that make the folder themselves.</summary>
    [Fact]
    public async Task GraveyardOfRootThatOthersCannotWrite_NothingIsStartedAndTheMessageSaysWhatToDo()
    {
        var engine = await containers.EngineAsync();
        await using var pod = await PlayedPod.CreateAsync(
            engine, new WrappedPod().With("app", "echo begun").Where("securityContext", User(1000)).Manifest());
        Assert.Equal(0, LibC.ChangeMode(pod.Folders["graveyard"], 0x1ed /* 0755 */));
        await pod.StartAsync();
        await pod["app"].ExitsWith(125);
        Assert.DoesNotContain("begun", pod["app"].LogText, StringComparison.Ordinal);
        Assert.Contains("/graveyard", File.ReadAllText(pod.Folders.MessageFile("app")), StringComparison.Ordinal);
    }

    /// <summary>PID 1 of a container: an orphan is given time, then nothing is left.</summary>
    [Fact]
    public async Task GroupGrace_InAContainer_DescendantFinishesItsWork()
    {
        await using var pod = await StartAsync(new WrappedPod()
            .With("app", "(sleep 1; echo flushed >/shared/file) & exit 0", "GROUP_GRACE=20s"));
        await pod["app"].ExitsWith(0);
        Assert.Equal("flushed", File.ReadAllText(Path.Combine(pod.Folders["shared"], "file")).Trim());
    }

    private static JsonObject User(int id) => new()
    {
        ["runAsUser"] = id,
        ["runAsGroup"] = id,
        ["allowPrivilegeEscalation"] = false,
        ["readOnlyRootFilesystem"] = true,
        ["capabilities"] = new JsonObject { ["drop"] = new JsonArray("ALL") },
    };

    private async Task<PlayedPod> StartAsync(WrappedPod pod) => await PlayedPod.StartAsync(await containers.EngineAsync(), pod.Manifest());
}
