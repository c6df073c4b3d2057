using System.Text.Json.Nodes;
using Kubexit.Tests.Infrastructure;

namespace Kubexit.Tests.Containers;

/// <summary>
/// The kubelet's side of a pod's volumes: a folder for each emptyDir (podman's own are shared by all pods that use the name), in memory
/// where asked for, writable by everybody, and the group of <c>fsGroup</c>; a mounted image for an image volume; a file for each
/// termination message.
/// </summary>
internal sealed class PodFolders : IDisposable
{
    private const uint EverybodyWrites = 0x1ff /* 0777 */, GroupStays = 0x5ff /* 02777 */, AnybodyWritesFile = 0x1b6 /* 0666 */;

    private readonly string _disk, _memory;
    private readonly Dictionary<string, string> _volumes = [];

    public PodFolders(ContainerEngine engine, string pod)
    {
        _disk = Directory.CreateDirectory(Path.Combine(engine.Folder, "volumes", pod)).FullName;
        _memory = Directory.CreateDirectory(Path.Combine("/dev/shm", "kubexit-volumes-" + pod)).FullName;
    }

    /// <summary>Where the volume is on this machine.</summary>
    public string this[string volume] => _volumes[volume];

    public string MessageFile(string container) => Path.Combine(_disk, container + ".message");

    /// <summary>Puts what is on this machine in place of the pod's volumes.</summary>
    public async Task FurnishAsync(ContainerEngine engine, JsonObject spec)
    {
        var group = (int?)spec["securityContext"]?["fsGroup"];
        foreach (var volume in PodTemplate.Members(spec, "volumes"))
        {
            var name = (string)volume["name"]!;
            if (volume["emptyDir"] is { } empty) MakeEmpty(name, (string?)empty["medium"] == "Memory", group);
            else if (volume["image"] is { } image) _volumes[name] =
                (await engine.RunAsync("image", "mount", (string)image["reference"]!)).Trim();
            else continue;
            volume.Remove("emptyDir");
            volume.Remove("image");
            volume["hostPath"] = new JsonObject { ["path"] = _volumes[name] };
        }

        foreach (var container in PodTemplate.Members(spec, "initContainers").Concat(PodTemplate.Members(spec, "containers")))
            AddMessageFile(spec, container);
    }

    public void Dispose()
    {
        Directory.Delete(_disk, recursive: true);
        Directory.Delete(_memory, recursive: true);
    }

    private void MakeEmpty(string name, bool inMemory, int? group)
    {
        var path = Directory.CreateDirectory(Path.Combine(inMemory ? _memory : _disk, name)).FullName;
        if (group is { } id) Assert.Equal(0, LibC.ChangeOwner(path, -1, id));
        Assert.Equal(0, LibC.ChangeMode(path, group is null ? EverybodyWrites : GroupStays));
        _volumes[name] = path;
    }

    private void AddMessageFile(JsonObject spec, JsonObject container)
    {
        var file = MessageFile((string)container["name"]!);
        File.WriteAllText(file, "");
        Assert.Equal(0, LibC.ChangeMode(file, AnybodyWritesFile));
        var volume = $"message-{container["name"]}";
        PodTemplate.List(spec, "volumes").Add(
            new JsonObject { ["name"] = volume, ["hostPath"] = new JsonObject { ["path"] = file, ["type"] = "File" } });
        PodTemplate.List(container, "volumeMounts").Add(new JsonObject { ["name"] = volume, ["mountPath"] = "/dev/termination-log" });
    }
}
