using Kubexit.Configuration;
using Kubexit.Probes;
using Kubexit.Supervision;

namespace Kubexit;

/// <summary>A lifecycle hook of a process.</summary>
/// <remarks>
/// Hooks mean what they mean in a pod (<see href="https://kubernetes.io/docs/concepts/containers/container-lifecycle-hooks/"/>), but run
/// in the container of the process and not from the node. The kubelet no longer runs <see cref="TcpSocket"/> hooks; here they work.
/// </remarks>
public sealed class HookOptions
{
    internal HookOptions(HookAction action) => Action = action;

    /// <summary>What the hook does.</summary>
    internal HookAction Action { get; }

    /// <summary>
    /// How long the hook may take before it counts as failed. Default 30 seconds; 0 to 1000 hours, 0 is no limit. A
    /// <see cref="Sleep"/> is its own limit and ignores it.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    public TimeSpan Timeout { get; set => field = Limits.NotNegative(value); } = TimeSpan.FromSeconds(30);

    /// <summary>Runs a command; exit code 0 is success.</summary>
    /// <param name="command">The program (looked up in PATH) and its arguments; not empty.</param>
    /// <returns>The hook.</returns>
    /// <exception cref="ArgumentException">The command is empty.</exception>
    public static HookOptions Exec(IReadOnlyList<string> command) => new(new HookAction.Ask(new ProbeTarget.Exec(command)));

    /// <summary>
    /// Makes a GET request. As in the kubelet, any answer is success, whatever its status; redirects on the same host are followed, and
    /// certificates are not verified.
    /// </summary>
    /// <param name="url">An absolute <c>http</c> or <c>https</c> URL.</param>
    /// <returns>The hook.</returns>
    /// <exception cref="ArgumentException">The URL is neither <c>http</c> nor <c>https</c>.</exception>
    public static HookOptions HttpGet(Uri url) => new(new HookAction.Ask(new ProbeTarget.HttpGet(url)));

    /// <summary>Opens a TCP connection; that it opens is success.</summary>
    /// <param name="host">A host name or an IP address.</param>
    /// <param name="port">1 to 65535.</param>
    /// <returns>The hook.</returns>
    /// <exception cref="ArgumentException">The host is empty or the port out of range.</exception>
    public static HookOptions TcpSocket(string host, int port) => new(new HookAction.Ask(new ProbeTarget.TcpSocket(host, port)));

    /// <summary>Waits; always succeeds.</summary>
    /// <param name="duration">0 to 1000 hours.</param>
    /// <returns>The hook.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The duration is out of range.</exception>
    public static HookOptions Sleep(TimeSpan duration) => new(new HookAction.Sleep(duration));
}
