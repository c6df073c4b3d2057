using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace Kubexit.Kubernetes;

/// <summary>
/// Where the API server is, how to know that it is the right one, and who we are to it. Immutable; holds secrets, shows none.
/// </summary>
internal sealed class KubernetesConfiguration
{
    internal KubernetesConfiguration(Uri server) => Server = server;

    /// <summary>The address of the API server; may have a path.</summary>
    public Uri Server { get; }

    /// <summary>The namespace of the pod or of the kubeconfig's context; <c>default</c> when neither says.</summary>
    public string Namespace { get; internal init; } = "default";

    /// <summary>
    /// The proxy to go through; <see langword="null"/>, the default, is none, whatever <c>HTTPS_PROXY</c> says. A kubeconfig's
    /// <c>proxy-url</c> sets it. Give <see cref="HttpClient.DefaultProxy"/> to honour the variables.
    /// </summary>
    public IWebProxy? Proxy { get; init; }

    /// <summary>
    /// The only authorities trusted; <see langword="null"/> trusts the system's (a kubeconfig without one, as kubectl does).
    /// </summary>
    internal X509Certificate2Collection? Authorities { get; init; }

    /// <summary>The name the server's certificate must carry when it is not the address's.</summary>
    internal string? ServerName { get; init; }

    internal X509Certificate2? ClientCertificate { get; init; }

    /// <summary>Reads the token, anew for every request because it rotates.</summary>
    internal Func<string>? ReadToken { get; init; }

    /// <summary>The service account when this process runs in a pod (<c>KUBERNETES_SERVICE_HOST</c> is set), else the kubeconfig.</summary>
    /// <returns>The configuration.</returns>
    /// <exception cref="ConfigurationException">Something is missing, unreadable or not supported; says what and the remedy.</exception>
    public static KubernetesConfiguration Load() =>
        string.IsNullOrEmpty(Environment.GetEnvironmentVariable(ServiceAccount.HostVariable)) ? FromKubeconfig() : InCluster();

    /// <summary>The API server and the service account of the pod that this process runs in.</summary>
    /// <returns>The configuration.</returns>
    /// <exception cref="ConfigurationException">This is not a pod, or it has no service account token.</exception>
    public static KubernetesConfiguration InCluster() =>
        ServiceAccount.Load(Environment.GetEnvironmentVariable, ServiceAccount.DefaultFolder);

    /// <summary>The current context of the kubeconfig: of the files that <c>KUBECONFIG</c> lists, else <c>~/.kube/config</c>.</summary>
    /// <returns>The configuration.</returns>
    /// <exception cref="ConfigurationException">
    /// There is no such file or context, or it needs what is not supported: exec plugins, passwords, or a server without verification.
    /// </exception>
    public static KubernetesConfiguration FromKubeconfig() => Kubeconfig.Load(Kubeconfig.DefaultPaths(Environment.GetEnvironmentVariable));
}
