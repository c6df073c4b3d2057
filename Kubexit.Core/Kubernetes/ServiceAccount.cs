using Kubexit.Configuration;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Kubexit.Platform;

namespace Kubexit.Kubernetes;

/// <summary>What the kubelet puts into every pod for talking to the API server.</summary>
internal static class ServiceAccount
{
    public const string HostVariable = "KUBERNETES_SERVICE_HOST";
    public const string PortVariable = "KUBERNETES_SERVICE_PORT";
    public const string DefaultFolder = "/var/run/secrets/kubernetes.io/serviceaccount";
    private const int MaxBytes = 1024 * 1024;
    private static string Remedy =>
        $"Set automountServiceAccountToken: true for the pod, or read readiness from the graveyard with "
            + $"{OptionNames.Word("BirthSource")}=graveyard";

    public static KubernetesConfiguration Load(Func<string, string?> variable, string folder)
    {
        var server = Server(variable(HostVariable), variable(PortVariable));
        var tokenFile = Path.Combine(folder, "token");
        Read(tokenFile);
        return new(server)
        {
            Authorities = Certificates.ReadAuthorities(Read(Path.Combine(folder, "ca.crt")), Path.Combine(folder, "ca.crt")),
            Namespace = Read(Path.Combine(folder, "namespace")).Trim(),
            ReadToken = () => SmallFile.ReadText(tokenFile, MaxBytes).Trim(),
        };
    }

    private static Uri Server(string? host, string? port)
    {
        if (string.IsNullOrEmpty(host))
            throw Invalid($"Cannot find the Kubernetes API server: {HostVariable} is not set. Run inside a pod, or give a kubeconfig "
                + "with KUBECONFIG.");
        if (!ushort.TryParse(string.IsNullOrEmpty(port) ? "443" : port, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            throw Invalid($"Cannot read {PortVariable} '{port}': not a port. Leave the variable to the kubelet.");

        var isIpv6 = IPAddress.TryParse(host, out var address) && address.AddressFamily == AddressFamily.InterNetworkV6;
        return Uri.TryCreate($"https://{(isIpv6 ? $"[{address}]" : host)}:{number}/", UriKind.Absolute, out var server)
            ? server
            : throw Invalid($"Cannot read {HostVariable} '{host}': not a host. Leave the variable to the kubelet.");
    }

    private static string Read(string file)
    {
        try
        {
            return SmallFile.ReadText(file, MaxBytes);
        }
        catch (IOException e)
        {
            throw Invalid($"Cannot read service account file '{file}': {e.Message.TrimEnd('.')}. {Remedy}.");
        }
    }

    private static ConfigurationException Invalid(string error) => new([error]);
}
