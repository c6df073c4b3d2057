using Kubexit.Configuration;

namespace Kubexit.Supervision;

/// <summary>What a lifecycle hook does: one of the sealed cases nested here.</summary>
/// <remarks>
/// They mean what they mean in a pod (<see href="https://kubernetes.io/docs/concepts/containers/container-lifecycle-hooks/"/>), but run
/// in the container of the process and not from the node. The kubelet no longer runs <see cref="TcpSocket"/> hooks; here they work.
/// </remarks>
internal abstract record HookAction
{
    private HookAction()
    {
    }

    /// <summary>Runs a command; exit code 0 is success.</summary>
    /// <param name="Command">The program (looked up in PATH) and its arguments; not empty.</param>
    /// <exception cref="ArgumentException">The command is empty.</exception>
    public sealed record Exec(IReadOnlyList<string> Command) : HookAction
    {
        /// <summary>The program and its arguments.</summary>
        public IReadOnlyList<string> Command { get; } = Limits.Command(Command);
    }

    /// <summary>
    /// Makes a GET request. As in the kubelet, any answer is success, whatever its status; redirects on the same host are followed, and
    /// certificates are not verified.
    /// </summary>
    /// <param name="Url">An absolute <c>http</c> or <c>https</c> URL.</param>
    /// <exception cref="ArgumentException">The URL is neither <c>http</c> nor <c>https</c>.</exception>
    public sealed record HttpGet(Uri Url) : HookAction
    {
        /// <summary>The URL.</summary>
        public Uri Url { get; } = Limits.HttpUrl(Url);
    }

    /// <summary>Opens a TCP connection; that it opens is success.</summary>
    /// <param name="Host">A host name or an IP address.</param>
    /// <param name="Port">1 to 65535.</param>
    /// <exception cref="ArgumentException">The host is empty or the port out of range.</exception>
    public sealed record TcpSocket(string Host, int Port) : HookAction
    {
        /// <summary>A host name or an IP address.</summary>
        public string Host { get; } = Limits.NotEmpty(Host);

        /// <summary>1 to 65535.</summary>
        public int Port { get; } = Limits.Port(Port);
    }

    /// <summary>Waits; always succeeds.</summary>
    /// <param name="Duration">0 to 1000 hours.</param>
    /// <exception cref="ArgumentOutOfRangeException">The duration is out of range.</exception>
    public sealed record Sleep(TimeSpan Duration) : HookAction
    {
        /// <summary>How long.</summary>
        public TimeSpan Duration { get; } = Limits.NotNegative(Duration);
    }
}
