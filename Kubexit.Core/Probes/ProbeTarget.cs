using Kubexit.Configuration;
using Kubexit.Platform;

namespace Kubexit.Probes;

/// <summary>What a probe asks: one of the sealed cases nested here.</summary>
internal abstract record ProbeTarget
{
    private ProbeTarget()
    {
    }

    /// <summary>For a person: what the asked is waited for to do. Without what may be secret.</summary>
    public abstract string Describe();

    /// <summary>Makes the probe that asks once.</summary>
    public abstract IProbe CreateProbe(ICommandRunner commands);

    /// <summary>A GET request; a status from 200 to 399 is success. Certificates are not verified, as the kubelet does not.</summary>
    /// <param name="Url">An absolute <c>http</c> or <c>https</c> URL.</param>
    /// <exception cref="ArgumentException">The URL is neither <c>http</c> nor <c>https</c>.</exception>
    public sealed record HttpGet(Uri Url) : ProbeTarget
    {
        /// <summary>The URL.</summary>
        public Uri Url { get; } = Limits.HttpUrl(Url);

        public override string Describe() => $"'{SettingValue.WithoutSecrets(Url.AbsoluteUri)}' to answer with success";

        public override IProbe CreateProbe(ICommandRunner commands) => new HttpGetProbe(Url);
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

        public override string Describe() => $"'{Host}:{Port}' to accept a connection";

        public override IProbe CreateProbe(ICommandRunner commands) => new TcpSocketProbe(Host, Port);
    }

    /// <summary>A command; exit code 0 is success.</summary>
    /// <param name="Command">The program (looked up in PATH) and its arguments; not empty.</param>
    /// <exception cref="ArgumentException">The command is empty.</exception>
    public sealed record Exec(IReadOnlyList<string> Command) : ProbeTarget
    {
        /// <summary>The program and its arguments.</summary>
        public IReadOnlyList<string> Command { get; } = Limits.Command(Command);

        public override string Describe() => $"command '{PrintableText.Of(Command[0])}' to succeed";

        public override IProbe CreateProbe(ICommandRunner commands) => new ExecProbe(Command, commands);
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

        public override string Describe() => $"'{Host}:{Port}{(Service.Length > 0 ? $"/{Service}" : "")}' to serve";

        public override IProbe CreateProbe(ICommandRunner commands) => new GrpcProbe(Host, Port, Service);
    }

    /// <summary>A path; that it exists, as a file or anything else, is success.</summary>
    /// <param name="Path">The path.</param>
    /// <exception cref="ArgumentException">The path is empty.</exception>
    public sealed record File(string Path) : ProbeTarget
    {
        /// <summary>The path.</summary>
        public string Path { get; } = Limits.NotEmpty(Path);

        public override string Describe() => $"'{PrintableText.Of(Path)}' to exist";

        public override IProbe CreateProbe(ICommandRunner commands) => new FileProbe(Path);
    }

    /// <summary>Whatever the caller asks.</summary>
    /// <param name="CheckAsync">Returns <see langword="null"/> for success, else the reason.</param>
    public sealed record Custom(Func<CancellationToken, Task<string?>> CheckAsync) : ProbeTarget
    {
        public override string Describe() => "the application's readiness probe to succeed";

        public override IProbe CreateProbe(ICommandRunner commands) => new CustomProbe(CheckAsync);
    }
}
