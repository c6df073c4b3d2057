using Kubexit.Configuration;

namespace Kubexit.Probes;

/// <summary>What a probe asks: one of the sealed cases nested here.</summary>
internal abstract record ProbeTarget
{
    private ProbeTarget()
    {
    }

    /// <summary>A GET request; a status from 200 to 399 is success. Certificates are not verified, as the kubelet does not.</summary>
    /// <param name="Url">An absolute <c>http</c> or <c>https</c> URL.</param>
    /// <exception cref="ArgumentException">The URL is neither <c>http</c> nor <c>https</c>.</exception>
    public sealed record HttpGet(Uri Url) : ProbeTarget
    {
        /// <summary>The URL.</summary>
        public Uri Url { get; } = Limits.HttpUrl(Url);
    }

    /// <summary>A TCP connection; that it opens is success.</summary>
    /// <param name="Host">A host name or an IP address.</param>
    /// <param name="Port">1 to 65535.</param>
    /// <exception cref="ArgumentException">The host is empty or the port out of range.</exception>
    public sealed record TcpSocket(string Host, int Port) : ProbeTarget
    {
        /// <summary>A host name or an IP address.</summary>
        public string Host { get; } = Limits.NotEmpty(Host);

        /// <summary>1 to 65535.</summary>
        public int Port { get; } = Limits.Port(Port);
    }

    /// <summary>A command; exit code 0 is success.</summary>
    /// <param name="Command">The program (looked up in PATH) and its arguments; not empty.</param>
    /// <exception cref="ArgumentException">The command is empty.</exception>
    public sealed record Exec(IReadOnlyList<string> Command) : ProbeTarget
    {
        /// <summary>The program and its arguments.</summary>
        public IReadOnlyList<string> Command { get; } = Limits.Command(Command);
    }

    /// <summary>A call of <c>grpc.health.v1.Health/Check</c> without TLS; <c>SERVING</c> is success.</summary>
    /// <param name="Host">A host name or an IP address.</param>
    /// <param name="Port">1 to 65535.</param>
    /// <param name="Service">The service asked about; empty for the server as a whole.</param>
    /// <exception cref="ArgumentException">The host is empty or the port out of range.</exception>
    public sealed record Grpc(string Host, int Port, string Service = "") : ProbeTarget
    {
        /// <summary>A host name or an IP address.</summary>
        public string Host { get; } = Limits.NotEmpty(Host);

        /// <summary>1 to 65535.</summary>
        public int Port { get; } = Limits.Port(Port);

        /// <summary>The service asked about; empty for the server as a whole.</summary>
        public string Service { get; } = Service ?? throw new ArgumentNullException(nameof(Service));
    }

    /// <summary>A path; that it exists, as a file or anything else, is success.</summary>
    /// <param name="Path">The path.</param>
    /// <exception cref="ArgumentException">The path is empty.</exception>
    public sealed record File(string Path) : ProbeTarget
    {
        /// <summary>The path.</summary>
        public string Path { get; } = Limits.NotEmpty(Path);
    }

    /// <summary>Whatever the caller asks.</summary>
    /// <param name="CheckAsync">Returns <see langword="null"/> for success, else the reason.</param>
    public sealed record Custom(Func<CancellationToken, Task<string?>> CheckAsync) : ProbeTarget;
}
