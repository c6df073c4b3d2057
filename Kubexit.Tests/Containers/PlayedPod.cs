using System.Text.Json.Nodes;
using Kubexit.Tests.Infrastructure;

namespace Kubexit.Tests.Containers;

/// <summary>
/// A pod as real containers: <c>podman kube play</c> makes them, with their users, limits, capabilities and one shared network of a
/// loopback only. The test is the kubelet: it starts init containers one after the other, native sidecars among them, then the containers
/// in order, each held back by the postStart hook of the one before it.
/// </summary>
/// <remarks>A container of the test's own holds the pod open and asks its probes from inside.</remarks>
internal sealed class PlayedPod : IAsyncDisposable
{
    /// <summary>Ends at once when asked to.</summary>
    private const string Holder = "kubelet", HolderScript = "trap 'exit 0' TERM; while :; do sleep 3600 & wait $!; done";

    private readonly ContainerEngine _engine;
    private readonly JsonObject _spec;
    private readonly List<PlayedContainer> _containers = [];

    private PlayedPod(ContainerEngine engine, string name, JsonObject spec)
    {
        (_engine, Name, _spec) = (engine, name, spec);
        Folders = new(engine, name);
    }

    public string Name { get; }

    public PodFolders Folders { get; }

    public PlayedContainer this[string container] => _containers.Single(candidate => candidate.Name == container);

    private PlayedContainer Kubelet => this[Holder];

    private IEnumerable<PlayedContainer> Inits => Members("initContainers");

    /// <summary>The containers in the manifest's order.</summary>
    public IEnumerable<PlayedContainer> Containers => Members("containers").Where(container => container.Name != Holder);

    /// <summary>All containers of the manifest, init containers first.</summary>
    public IEnumerable<PlayedContainer> Everything => Inits.Concat(Containers);

    /// <summary>Makes the pod; nothing of it runs but what holds it open.</summary>
    /// <param name="engine">Where.</param>
    /// <param name="manifest">The pod, or what makes one.</param>
    /// <param name="fit">Changes the pod's spec before it is made.</param>
    public static async Task<PlayedPod> CreateAsync(ContainerEngine engine, string manifest, Action<JsonObject>? fit = null)
    {
        var pod = PodTemplate.Of(manifest);
        var (name, spec) = ("pod-" + Path.GetRandomFileName()[..8], pod["spec"]!.AsObject());
        var played = new PlayedPod(engine, name, spec);
        try
        {
            fit?.Invoke(spec);
            PodFields.Fill(spec, name);
            await played.Folders.FurnishAsync(engine, spec);
            await played.MakeAsync(pod);
            return played;
        }
        catch
        {
            await played.DisposeAsync();
            throw;
        }
    }

    /// <summary>Makes and starts it.</summary>
    public static async Task<PlayedPod> StartAsync(ContainerEngine engine, string manifest, Action<JsonObject>? fit = null)
    {
        var pod = await CreateAsync(engine, manifest, fit);
        try
        {
            await pod.StartAsync();
            return pod;
        }
        catch
        {
            await pod.DisposeAsync();
            throw;
        }
    }

    /// <exception cref="InvalidOperationException">An init container or a hook has failed.</exception>
    public async Task StartAsync()
    {
        foreach (var init in Inits)
        {
            await init.StartAsync();
            if (init.IsSidecar) continue;
            if (await init.EndsAsync() is not 0 and var code)
                throw new InvalidOperationException($"Init container {init.Name} has ended with {code}: {init.LogText}");
        }

        foreach (var container in Containers)
        {
            await container.StartAsync();
            if (container.Spec["lifecycle"]?["postStart"]?["exec"]?["command"] is JsonArray hook)
                (await container.ExecuteAsync(hook.Select(word => (string)word!))).Require();
        }
    }

    /// <summary>Asks a container's readiness probe once, from inside the pod.</summary>
    public async Task<bool> IsReadyAsync(PlayedContainer container)
    {
        var probe = container.Spec["readinessProbe"]!;
        var question = probe["httpGet"] is { } get
            ? $"wget -q -O /dev/null http://127.0.0.1:{get["port"]}{get["path"]}"
            : $"nc -w 1 127.0.0.1 {probe["tcpSocket"]!["port"]} </dev/null >/dev/null";
        return (await Kubelet.ExecuteAsync("sh", "-c", question)).ExitCode == 0;
    }

    /// <summary>
    /// What the kubelet does when a pod is deleted: TERM to all containers at once, KILL after its grace period, then the native sidecars.
    /// </summary>
    public async Task TerminateAsync()
    {
        await StopAsync(Containers);
        await StopAsync(Inits.Where(init => init.IsSidecar));
    }

    /// <summary>Ends all containers by SIGKILL, at once.</summary>
    public async Task KillAllAsync()
    {
        await _engine.RunAsync(["stop", "--time", "0", .. Containers.Select(container => container.PodmanName)]);
        foreach (var container in Containers) await container.EndsAsync();
    }

    /// <summary>A process of the pod, by whose network namespace the test can reach in.</summary>
    public async Task<int> AnyProcessAsync() => (int)(await Kubelet.InspectAsync())["State"]!["Pid"]!;

    /// <summary>A tombstone of the graveyard that is in this volume.</summary>
    public SeenTombstone? Read(string name, string volume = "graveyard")
    {
        var file = Path.Combine(Folders[volume], name);
        return File.Exists(file) ? new SeenTombstone(File.ReadAllText(file)) : null;
    }

    public Task<SeenTombstone> WaitFor(string name, Predicate<SeenTombstone> isWanted, string volume = "graveyard") => Limit.Until(
        () => Read(name, volume) is { } tombstone && isWanted(tombstone) ? tombstone : null,
        () => $"The tombstone '{name}' never came to be as expected. It says:\n{Read(name, volume)}\n" + Describe());

    public string Describe() => string.Join('\n', Everything.Select(container => $"--- {container.Name}\n{container.LogText}"));

    public async ValueTask DisposeAsync()
    {
        await _engine.TryAsync("pod", "rm", "--force", "--time", "0", Name);
        Folders.Dispose();
    }

    private async Task StopAsync(IEnumerable<PlayedContainer> containers)
    {
        var grace = (int?)_spec["terminationGracePeriodSeconds"] ?? 30;
        if (containers.Any()) await _engine.RunAsync(
            ["stop", "--time", $"{grace}", .. containers.Select(container => container.PodmanName)]);
    }

    private async Task MakeAsync(JsonObject pod)
    {
        pod["metadata"] = new JsonObject { ["name"] = Name };
        PodTemplate.List(_spec, "containers").Add(
            new JsonObject { ["name"] = Holder, ["image"] = TestImages.BusyBox, ["command"] = new JsonArray("sh", "-c", HolderScript) });
        var file = _engine.Write(Name + ".yaml", ForPodman(pod).ToJsonString());
        await _engine.RunAsync("kube", "play", "--network=none", "--start=false", file);
        IReadOnlyList<JsonObject> specs = [.. PodTemplate.Members(_spec, "initContainers"), .. PodTemplate.Members(_spec, "containers")];
        var states = await _engine.InspectAsync([.. specs.Select(spec => $"{Name}-{spec["name"]}")]);
        _containers.AddRange(specs.Zip(states, (spec, state) => new PlayedContainer(
            _engine, spec, spec.Parent == _spec["initContainers"], $"{Name}-{spec["name"]}",
            (string)state["HostConfig"]!["LogConfig"]!["Path"]!)));
        await Kubelet.StartAsync();
    }

    /// <summary>Without what the test does itself, or podman would do on the machine: probes, hooks, published ports.</summary>
    private static JsonNode ForPodman(JsonObject pod)
    {
        var copy = pod.DeepClone();
        foreach (var container in PodTemplate.Members(copy["spec"], "initContainers").Concat(
            PodTemplate.Members(copy["spec"], "containers")))
            foreach (var field in (string[])["readinessProbe", "livenessProbe", "startupProbe", "lifecycle", "ports"])
                container.Remove(field);
        return copy;
    }

    private IEnumerable<PlayedContainer> Members(string kind) =>
        PodTemplate.Members(_spec, kind).Select(spec => this[(string)spec["name"]!]);
}
