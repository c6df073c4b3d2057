using Kubexit.Kubernetes;

namespace Kubexit.Tests.KubernetesApi;

/// <summary>The folder that the kubelet mounts into every pod, for a stand-in server.</summary>
internal sealed class ServiceAccountFolder : IDisposable
{
    public ServiceAccountFolder(StandInApiServer server, string podNamespace = "demo", string? parent = null)
    {
        Path = System.IO.Path.Combine(parent ?? System.IO.Path.GetTempPath(), "kubexit-account-" + System.IO.Path.GetRandomFileName());
        Directory.CreateDirectory(Path);
        File.WriteAllText(System.IO.Path.Combine(Path, "ca.crt"), server.Authority.Pem);
        File.WriteAllText(System.IO.Path.Combine(Path, "namespace"), podNamespace);
        Rotate(server.Token);
        Variables = new()
        {
            [ServiceAccount.HostVariable] = server.Address.Host.Trim('[', ']'),
            [ServiceAccount.PortVariable] = $"{server.Address.Port}",
        };
    }

    public string Path { get; }

    /// <summary>What the kubelet puts into the environment.</summary>
    public Dictionary<string, string> Variables { get; }

    public KubernetesConfiguration Load() => ServiceAccount.Load(Variables.GetValueOrDefault, Path);

    /// <summary>Replaces the token as the kubelet does: a rename, never a half-written file.</summary>
    public void Rotate(string token)
    {
        var temporary = System.IO.Path.Combine(Path, ".token");
        File.WriteAllText(temporary, token);
        File.Move(temporary, System.IO.Path.Combine(Path, "token"), overwrite: true);
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
