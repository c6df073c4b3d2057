using Kubexit.Kubernetes;
using Kubexit.Tests.Infrastructure;
using Kubexit.Tests.KubernetesApi;

namespace Kubexit.Tests.Cli;

/// <summary>Real wrappers against a stand-in API server, with the service account where the kubelet mounts it.</summary>
public sealed class ApiBirthTests : IAsyncDisposable
{
    private readonly TemporaryGraveyard _graveyard = new();
    private readonly StandInPod _pod = new StandInPod("client-server-job-5xk9z", "default").With("server").With("client");
    private StandInApiServer? _server;
    private ServiceAccountFolder? _account;

    private static string[] PodVariables => ["KUBEXIT_POD_NAME=client-server-job-5xk9z", "KUBEXIT_NAMESPACE=default"];

    public async ValueTask DisposeAsync()
    {
        _account?.Dispose();
        await _graveyard.DisposeAsync();
        if (_server is not null) await _server.DisposeAsync();
    }

    /// <summary>The variables and the Role of the Go project's own client-server example.</summary>
    [Fact]
    public async Task ClientServerExample_OfTheGoProject_WorksUnchanged()
    {
        var server = await StartServerAsync();
        server.Allows = request =>
            request.Resource is { Resource: "pods", Namespace: "default" } && request.Verb is "get" or "list" or "watch";
        var (serving, asking) = (
            Wrap("server", "trap 'exit 0' TERM; echo serving; while :; do sleep 1 & wait $!; done", "KUBEXIT_DEATH_DEPS=client"),
            Wrap("client", "echo asking", ["KUBEXIT_BIRTH_DEPS=server", .. PodVariables]));
        await serving.Prints("serving");
        await server.UntilWatchedAsync();
        Assert.Empty(asking.Output.Lines);
        Put(_pod.Running("server").Running("client"));
        Put(_pod.Ready("server"));
        await asking.Prints("asking");
        await asking.ExitsWith(0);
        await serving.ExitsWith(0);
        Assert.Contains("Died:", File.ReadAllText(_graveyard.FileOf("server")));
    }

    /// <summary>B8.</summary>
    [Fact]
    public async Task Forbidden_EndsAtTheFirstReply_OnStderrAndInTheTerminationMessage()
    {
        var server = await StartServerAsync();
        var refused = 0;
        server.Allows = _ =>
        {
            Interlocked.Increment(ref refused);
            return false;
        };
        var message = Path.Combine(_graveyard.Folder, "termination-log");
        File.WriteAllText(message, "");
        var client = Wrap("client", "echo asking", ["KUBEXIT_BIRTH_DEPS=server", $"KUBEXIT_TERMINATION_LOG={message}", .. PodVariables]);
        await client.ExitsWith(124);
        Assert.Equal(1, refused);
        Assert.All([client.Errors.Text, File.ReadAllText(message)], text =>
        {
            Assert.Contains("cannot list resource \"pods\"", text);
            Assert.Contains("kind: RoleBinding", text);
            Assert.Contains("name: default", text);
        });
        Assert.Empty(client.Output.Lines);
    }

    /// <summary>B19.</summary>
    [Fact]
    public async Task ServerAway_AndBackBeforeTheTimeout_ChildIsStarted()
    {
        var server = await StartServerAsync();
        await server.StopAsync();
        var client = Wrap("client", "echo asking",
            ["KUBEXIT_BIRTH_DEPS=server", "KUBEXIT_BIRTH_TIMEOUT=60s", "KUBEXIT_LOG_LEVEL=debug", .. PodVariables]);
        await client.Says("Connection refused");
        await server.StartAgainAsync();
        Put(_pod.Ready("server"));
        await client.Prints("asking");
        await client.ExitsWith(0);
    }

    /// <summary>B19.</summary>
    [Fact]
    public async Task BirthTimeout_NamesTheLastCause()
    {
        await StartServerAsync();
        Put(_pod.Waiting("server", "ImagePullBackOff", "Back-off pulling image \"registry.example/app:1\""));
        var client = Wrap("client", "echo asking", ["KUBEXIT_BIRTH_DEPS=server", "KUBEXIT_BIRTH_TIMEOUT=5s", .. PodVariables]);
        await client.ExitsWith(124);
        Assert.Contains("ImagePullBackOff (Back-off pulling image", client.Errors.Text);
        Assert.Contains("BirthTimeout", File.ReadAllText(_graveyard.FileOf("client")));
    }

    [Fact]
    public async Task Trace_OfAWholeRun_HasNoTokenInIt()
    {
        var server = await StartServerAsync();
        Put(_pod.Ready("server"));
        var client = Wrap("client", "echo asking", ["KUBEXIT_BIRTH_DEPS=server", "KUBEXIT_LOG_LEVEL=trace", .. PodVariables]);
        await client.ExitsWith(0);
        Assert.Contains("fieldSelector", client.Errors.Text);
        Assert.DoesNotContain(server.Token, client.Errors.Text);
    }

    /// <summary>No system certificates, no libc, no /tmp, no devices: only what the kubelet mounts.</summary>
    [Fact]
    public async Task EmptyRoot_WithNothingButTheServiceAccount_TrustsTheClustersAuthority()
    {
        Assert.SkipUnless(KubexitBinary.IsNative, "Only the static file runs in an empty root.");
        const string Script =
            """
            mount -t tmpfs none "$ROOT" && cd "$ROOT" && mkdir -p graveyard var/run/secrets/kubernetes.io/serviceaccount &&
            cp "$BINARY" kubexit &&
            mount --bind "$ACCOUNT" var/run/secrets/kubernetes.io/serviceaccount &&
            mount -o remount,ro "$ROOT" && mount -t tmpfs none graveyard && exec "$@"
            """;
        var server = await StartServerAsync();
        var client = _graveyard.Start(
            [.. Prerequisites.RequireMountNamespace(), "sh", "-c", Script, "sh", "env", "-u", "HOME", "chroot", ".", "/kubexit",
                "/kubexit", "--version"],
            [
                .. AccountVariables, "KUBEXIT_NAME=client", "KUBEXIT_GRAVEYARD=/graveyard", "KUBEXIT_BIRTH_DEPS=server", .. PodVariables,
                $"ROOT={Directory.CreateDirectory(Path.Combine(_graveyard.Folder, "root")).FullName}", $"BINARY={KubexitBinary.Path}",
            ]);
        await server.UntilWatchedAsync();
        Put(_pod.Ready("server"));
        await client.ExitsWith(0);
        Assert.Single(client.Output.Lines);
    }

    private IEnumerable<string> AccountVariables =>
        [$"ACCOUNT={_account!.Path}", .. _account.Variables.Select(variable => $"{variable.Key}={variable.Value}")];

    private async Task<StandInApiServer> StartServerAsync()
    {
        _server = await StandInApiServer.StartAsync();
        _account = new(_server, "default", _graveyard.Folder);
        Put(_pod);
        return _server;
    }

    private void Put(StandInPod pod) => _server!.Store.Put(pod.Path, pod.ToJson());

    /// <summary>Wraps a script in a mount namespace of its own, where the service account is where the kubelet puts it.</summary>
    private WrappedProcess Wrap(string name, string script, params IReadOnlyList<string> variables)
    {
        const string Mount =
            """
            mkdir -p /var/run && mount -t tmpfs none /var/run && mkdir -p /var/run/secrets/kubernetes.io/serviceaccount &&
            mount --bind "$ACCOUNT" /var/run/secrets/kubernetes.io/serviceaccount && exec "$@"
            """;
        return _graveyard.Start(
            [.. Prerequisites.RequireMountNamespace(), "sh", "-c", Mount, "sh", KubexitBinary.Path, "sh", "-c", script],
            [$"KUBEXIT_NAME={name}", .. AccountVariables, .. variables]);
    }
}
