using System.Net;

namespace Kubexit.Kubernetes;

/// <summary>
/// One proxy for every address. Not <see cref="WebProxy"/>, whose list of exceptions brings regular expressions into the native file.
/// </summary>
internal sealed class ProxyAddress(Uri address) : IWebProxy
{
    public ICredentials? Credentials { get; set; }

    public Uri GetProxy(Uri destination) => address;

    public bool IsBypassed(Uri host) => false;
}
