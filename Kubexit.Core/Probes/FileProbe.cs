namespace Kubexit.Probes;

/// <summary>A path: that it exists is success, whatever it is. A link counts as what it leads to.</summary>
internal sealed class FileProbe(string path) : IProbe
{
    public async Task<ProbeResult> CheckAsync(CancellationToken cancellationToken)
    {
        // On a network file system the question may hang, and no system call of its kind can be cancelled.
        var exists = await Task.Run(() => Path.Exists(path), cancellationToken).WaitAsync(cancellationToken).ConfigureAwait(false);
        return exists ? ProbeResult.Success : ProbeResult.Failure($"{path} does not exist");
    }
}
