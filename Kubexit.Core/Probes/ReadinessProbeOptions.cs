using Kubexit.Configuration;
using Kubexit.Probes;

namespace Kubexit;

/// <summary>How to find out that a process has become ready. The semantics are those of the kubelet's probes.</summary>
public sealed class ReadinessProbeOptions
{
    internal ReadinessProbeOptions(ProbeTarget target) => Target = target;

    /// <summary>What to ask.</summary>
    internal ProbeTarget Target { get; }

    /// <summary>From the start of the process to the first question. Default 0, which asks at once; 0 to 1000 hours.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    public TimeSpan InitialDelay { get; set => field = Limits.NotNegative(value); }

    /// <summary>From one question to the next. Default 500 milliseconds; 1 millisecond to 1000 hours.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    public TimeSpan Period { get; set => field = Limits.Positive(value); } = TimeSpan.FromMilliseconds(500);

    /// <summary>How long an answer may take. Default 1 second; 1 millisecond to 1000 hours.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    public TimeSpan Timeout { get; set => field = Limits.Positive(value); } = TimeSpan.FromSeconds(1);

    /// <summary>How many successes in a row make the process ready. Default 1; at least 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    public int SuccessThreshold { get; set => field = Limits.AtLeastOne(value); } = 1;

    /// <summary>A GET request; a status from 200 to 399 is success. Certificates are not verified, as the kubelet does not.</summary>
    /// <param name="url">An absolute <c>http</c> or <c>https</c> URL.</param>
    /// <returns>The probe.</returns>
    /// <exception cref="ArgumentException">The URL is neither <c>http</c> nor <c>https</c>.</exception>
    public static ReadinessProbeOptions HttpGet(Uri url) => new(new ProbeTarget.HttpGet(url));

    /// <summary>A TCP connection; that it opens is success.</summary>
    /// <param name="host">A host name or an IP address.</param>
    /// <param name="port">1 to 65535.</param>
    /// <returns>The probe.</returns>
    /// <exception cref="ArgumentException">The host is empty or the port out of range.</exception>
    public static ReadinessProbeOptions TcpSocket(string host, int port) => new(new ProbeTarget.TcpSocket(host, port));

    /// <summary>A command; exit code 0 is success.</summary>
    /// <param name="command">The program (looked up in PATH) and its arguments; not empty.</param>
    /// <returns>The probe.</returns>
    /// <exception cref="ArgumentException">The command is empty.</exception>
    public static ReadinessProbeOptions Exec(IReadOnlyList<string> command) => new(new ProbeTarget.Exec(command));

    /// <summary>A call of <c>grpc.health.v1.Health/Check</c> without TLS; <c>SERVING</c> is success.</summary>
    /// <param name="host">A host name or an IP address.</param>
    /// <param name="port">1 to 65535.</param>
    /// <param name="service">The service asked about; empty, the default, for the server as a whole.</param>
    /// <returns>The probe.</returns>
    /// <exception cref="ArgumentException">The host is empty or the port out of range.</exception>
    public static ReadinessProbeOptions Grpc(string host, int port, string service = "") => new(new ProbeTarget.Grpc(host, port, service));

    /// <summary>A path; that it exists, as a file or anything else, is success.</summary>
    /// <param name="path">The path.</param>
    /// <returns>The probe.</returns>
    /// <exception cref="ArgumentException">The path is empty.</exception>
    public static ReadinessProbeOptions File(string path) => new(new ProbeTarget.File(path));

    /// <summary>A question of your own.</summary>
    /// <param name="checkAsync">
    /// Returns <see langword="null"/> when the process is ready, else why it is not, in one short sentence. An exception means not ready.
    /// The token is cancelled when <see cref="Timeout"/> is over.
    /// </param>
    /// <returns>The probe.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="checkAsync"/> is <see langword="null"/>.</exception>
    public static ReadinessProbeOptions Custom(Func<CancellationToken, Task<string?>> checkAsync) =>
        new(new ProbeTarget.Custom(checkAsync ?? throw new ArgumentNullException(nameof(checkAsync))));
}
