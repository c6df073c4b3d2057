using System.Text.Json.Nodes;

namespace Kubexit.Tests.Containers;

/// <summary>
/// Podman with storage and settings of its own, so that the image names of the samples can be given to images made here without touching
/// anybody's.
/// </summary>
/// <remarks>
/// runc, because crun refuses hybrid control groups; cgroupfs and an event file, because the machine may have no systemd. Nothing is ever
/// pulled.
/// </remarks>
internal sealed class ContainerEngine : IAsyncDisposable
{
    private readonly Dictionary<string, string> _variables;

    private ContainerEngine(string folder)
    {
        Folder = Directory.CreateDirectory(folder).FullName;
        // Whatever the process that runs the tests has for itself must not reach podman.
        _variables = new()
        {
            ["CONTAINERS_CONF"] = Write("containers.conf", """
                [containers]
                default_ulimits = ["nofile=1024:1024", "nproc=1000:1000"]
                [engine]
                runtime = "runc"
                cgroup_manager = "cgroupfs"
                events_logger = "file"
                [network]
                network_backend = "netavark"
                """),
            ["CONTAINERS_STORAGE_CONF"] = Write("storage.conf", $"""
                [storage]
                driver = "overlay"
                graphroot = "{Folder}/images"
                runroot = "{Folder}/run"
                """),
            ["CONTAINERS_REGISTRIES_CONF"] = Write("registries.conf", """unqualified-search-registries = ["docker.io"]"""),
            ["TMPDIR"] = Directory.CreateDirectory(Path.Combine(Folder, "tmp")).FullName,
        };
    }

    /// <summary>A folder for whatever belongs to this engine.</summary>
    public string Folder { get; }

    /// <summary>A working directory without sub-folders: podman takes one that is named like an image for a build context.</summary>
    public string EmptyFolder => Directory.CreateDirectory(Path.Combine(Folder, "empty")).FullName;

    /// <exception cref="InvalidOperationException">Podman does not run on this machine.</exception>
    public static async Task<ContainerEngine> StartAsync()
    {
        var engine = new ContainerEngine(Path.Combine("/var/tmp", "kubexit-containers-" + Path.GetRandomFileName()));
        try
        {
            await engine.RunAsync("info");
            await TestImages.MakeAsync(engine);
            return engine;
        }
        catch
        {
            await engine.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs podman and returns its stdout.</summary>
    public async Task<string> RunAsync(params string[] arguments) => (await TryAsync(arguments)).Require();

    public Task<ToolResult> TryAsync(params string[] arguments) => ToolResult.RunAsync(["podman", .. arguments], EmptyFolder, _variables);

    /// <summary>Runs another program on the same storage.</summary>
    public Task<ToolResult> RunToolAsync(IReadOnlyList<string> command, string folder) => ToolResult.RunAsync(command, folder, _variables);

    public string Write(string name, string text)
    {
        var path = Path.Combine(Folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>The fields of containers as <c>podman inspect</c> knows them, in the order of the names.</summary>
    public async Task<IReadOnlyList<JsonNode>> InspectAsync(params string[] containers) =>
        [.. JsonNode.Parse(await RunAsync(["inspect", "--type", "container", .. containers]))!.AsArray().Select(value => value!)];

    public async ValueTask DisposeAsync()
    {
        foreach (string[] command in (string[][])[
            ["pod", "rm", "--all", "--force", "--time", "0"], ["rm", "--all", "--force", "--time", "0"], ["image", "umount", "--all"]])
            await TryAsync(command);

        // Layers belong to other users and are mounted: only podman knows how to remove all of that.
        await TryAsync("system", "reset", "--force");
        foreach (var mount in File.ReadAllLines("/proc/self/mounts").Select(line => line.Split(' ')[1]).Where(IsOurs).Reverse())
            await ToolResult.RunAsync(["umount", "--lazy", mount], "/", _variables);
        Directory.Delete(Folder, recursive: true);

        bool IsOurs(string path) => path.StartsWith(Folder + "/", StringComparison.Ordinal);
    }
}
