using Kubexit.Tests.Infrastructure;

namespace Kubexit.Tests.Chaos;

/// <summary>
/// The limits of a pod: of processes, which a neighbour can use up (pids.max of a control group, version 1 or 2), and of each member's open
/// files. Where the machine lets us make no such group, or the file under test needs threads at any time, there are none.
/// </summary>
internal sealed class PodLimits : IDisposable
{
    private static readonly string[] Roots = ["/sys/fs/cgroup/pids", "/sys/fs/cgroup"];

    private readonly string? _group;

    public PodLimits()
    {
        if (!KubexitBinary.IsNative || !Prerequisites.IsRoot
            || Array.Find(Roots, root => File.Exists(Path.Combine(root, "cgroup.procs"))) is not { } found)
            return;
        var group = Path.Combine(found, "kubexit-chaos-" + Path.GetRandomFileName());
        Directory.CreateDirectory(group);
        if (File.Exists(Path.Combine(group, "pids.max"))) _group = group;
        else Directory.Delete(group);
    }

    /// <summary>Whether no more processes are to be had, or nearly so.</summary>
    public bool AreReached { get; private set; }

    public bool Exist => _group is not null;

    /// <summary>What a member's command is started by.</summary>
    /// <param name="files">How many files it may open; <see langword="null"/> for as many as the machine lets it.</param>
    public string[] Prefix(int? files)
    {
        if (_group is null) return [];
        var limit = files is null ? "" : $"ulimit -n {files}; ";
        return ["sh", "-c", $"echo $$ > {_group}/cgroup.procs; {limit}exec \"$@\"", "sh"];
    }

    /// <summary>A neighbour takes all processes but a few.</summary>
    public void Reach(int left)
    {
        if (_group is null) return;
        AreReached = true;
        File.WriteAllText(Path.Combine(_group, "pids.max"), $"{int.Parse(File.ReadAllText(Path.Combine(_group, "pids.current"))) + left}");
    }

    public void Lift()
    {
        if (_group is null) return;
        AreReached = false;
        File.WriteAllText(Path.Combine(_group, "pids.max"), "max");
    }

    public void Dispose()
    {
        if (_group is not null) Directory.Delete(_group);
    }
}
