using System.Text;
using Kubexit.Platform;
using Microsoft.Extensions.Logging;

namespace Kubexit.Host;

/// <summary>
/// The line that <c>kubectl describe pod</c> shows as the reason of a container's end
/// (<see href="https://kubernetes.io/docs/tasks/debug/debug-application/determine-reason-pod-failure/"/>). Written only into an existing,
/// empty, regular file: what the child has left there is the better explanation.
/// </summary>
internal static class TerminationMessage
{
    // The kubelet cuts at 4096 bytes.
    private const int MaxBytes = 4096;

    public static void Write(string path, string message, ILogger logger)
    {
        try
        {
            var bytes = Encoding.UTF8.GetBytes("kubexit: " + message);
            PlatformServices.FillEmptyFile(path, bytes.AsSpan(0, Math.Min(bytes.Length, MaxBytes)));
        }
        catch (IOException e)
        {
            HostLog.Warning(logger,
                $"Cannot write termination message '{path}': {e.Message}. Make it writable or set KUBEXIT_TERMINATION_LOG.");
        }
    }
}
