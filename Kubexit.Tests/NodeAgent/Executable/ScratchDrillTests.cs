using Kubexit.Tests.Infrastructure;
using Kubexit.Tests.KubernetesApi;

namespace Kubexit.Tests.NodeAgent.Executable;

/// <summary>A drill in the image as shipped: nothing but the native file, on a read-only root.</summary>
public sealed class ScratchDrillTests : IAsyncLifetime
{
    // What the runtime of a container gives to every image: /proc, and the way to the standard streams.
    private const string Container = """
        set -e
        mount -t tmpfs none /mnt
        mkdir /mnt/proc /mnt/dev
        mount -t proc none /mnt/proc
        ln -s /proc/self/fd/0 /mnt/dev/stdin
        touch /mnt/agent /mnt/kubeconfig
        mount --bind "$1" /mnt/agent
        mount --bind "$2" /mnt/kubeconfig
        mount -o remount,ro /mnt
        shift 2
        exec chroot /mnt /agent "$@"
        """;

    private AgentProcess _agent = null!;

    public async ValueTask InitializeAsync() => _agent = await AgentProcess.CreateAsync();

    public ValueTask DisposeAsync() => _agent.DisposeAsync();

    [Theory]
    [InlineData(null, "--in", "60s")]
    [InlineData("""{"kind": "gce-preemption", "inSeconds": 60}""", "--notice-file", "-")]
    public async Task Drill_ScratchImageReadOnlyRoot_DrainsAndLeavesTheNodeAsItWas(string? input, params string[] args)
    {
        Assert.SkipUnless(AgentBinary.IsNative, "This is about the native file: publish it and name it in KUBEXIT_TEST_AGENT.");
        _agent.Node.Add(new StandInPod("web", "shop") { StopTime = TimeSpan.FromMilliseconds(50) });
        string[] inside = [.. Prerequisites.RequireMountNamespace(), "sh", "-c", Container, "sh", AgentBinary.Path,
            _agent.Write("kubeconfig"), "drill", .. args];
        await using var run = WrappedProcess.Start(inside, ["NODE_NAME=node-1", "KUBECONFIG=/kubeconfig"]);
        if (input is not null) run.WriteLine(input);
        run.CloseInput();
        await run.ExitsWith(0);
        Assert.Equal(["1 pods ended, 0 left alone."], run.Output.Lines);
        Assert.Empty(_agent.Node.Node["spec"]!["taints"]?.AsArray() ?? []);
    }
}
