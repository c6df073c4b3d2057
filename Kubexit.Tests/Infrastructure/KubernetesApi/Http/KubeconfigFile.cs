using System.Text;

namespace Kubexit.Tests.KubernetesApi;

/// <summary>A kubeconfig for a stand-in server, as a laptop has one.</summary>
internal static class KubeconfigFile
{
    /// <returns>The path of the file.</returns>
    public static string Write(StandInApiServer server, string folder, string ownNamespace)
    {
        var path = Path.Combine(folder, "kubeconfig");
        File.WriteAllText(path, $"""
            apiVersion: v1
            kind: Config
            current-context: here
            contexts:
            - name: here
              context: {"{"}cluster: stand-in, user: somebody, namespace: {ownNamespace}{"}"}
            clusters:
            - name: stand-in
              cluster:
                server: {server.Address}
                certificate-authority-data: {Convert.ToBase64String(Encoding.UTF8.GetBytes(server.Authority.Pem))}
            users:
            - name: somebody
              user: {"{"}token: {server.Token}{"}"}

            """);
        return path;
    }
}
