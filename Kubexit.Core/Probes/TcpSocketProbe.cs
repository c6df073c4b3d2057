using System.Net.Sockets;

namespace Kubexit.Probes;

/// <summary>A TCP connection: that it opens is success. Nothing is sent.</summary>
internal sealed class TcpSocketProbe(string host, int port) : IProbe
{
    public async Task<ProbeResult> CheckAsync(CancellationToken cancellationToken)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(host, port, cancellationToken).ConfigureAwait(false);
            return ProbeResult.Success;
        }
        catch (SocketException e)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return ProbeResult.Failure(ProbeHttpClient.Explain(e));
        }
    }
}
