using Kubexit.Platform;

namespace Kubexit.Probes;

/// <summary>Makes the probe for a target.</summary>
internal sealed class ProbeFactory(ICommandRunner runner)
{
    public IProbe Create(ProbeTarget target) => target switch
    {
        ProbeTarget.HttpGet http => new WorkerProbe(new HttpGetProbe(http.Url)),
        ProbeTarget.TcpSocket tcp => new WorkerProbe(new TcpSocketProbe(tcp.Host, tcp.Port)),
        ProbeTarget.Exec exec => new ExecProbe(exec.Command, runner),
        ProbeTarget.Grpc grpc => new WorkerProbe(new GrpcProbe(grpc.Host, grpc.Port, grpc.Service)),
        ProbeTarget.File file => new WorkerProbe(new FileProbe(file.Path)),
        ProbeTarget.Custom custom => new CustomProbe(custom.CheckAsync),
        _ => throw new ArgumentOutOfRangeException(nameof(target), target, "There is no probe for it."),
    };
}
