namespace Kubexit.Benchmarks.Watching;

/// <summary><see cref="FileSystemWatcher"/>, and the name is enough.</summary>
internal sealed class FrameworkNames : FrameworkWatcher
{
    public override string Name => "FileSystemWatcher, name";

    public override bool ReadsTombstone => false;

    protected override bool IsDead(string path) => true;
}
