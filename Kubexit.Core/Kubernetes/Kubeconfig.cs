using Kubexit.Platform;
using YamlDotNet.Core;

namespace Kubexit.Kubernetes;

/// <summary>
/// Turns the current context of a kubeconfig into a configuration
/// (<see href="https://kubernetes.io/docs/concepts/configuration/organize-cluster-access-kubeconfig/"/>).
/// </summary>
internal static class Kubeconfig
{
    private const int MaxBytes = 4 * 1024 * 1024;

    /// <summary>The files of <c>KUBECONFIG</c>, else the one in the home directory.</summary>
    public static IReadOnlyList<string> DefaultPaths(Func<string, string?> variable) =>
        variable("KUBECONFIG") is { Length: > 0 } list
            ? list.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            : [Path.Combine(variable("HOME") ?? "/", ".kube", "config")];

    /// <summary>Reads the files as kubectl merges them: the first that names a thing wins, those that do not exist are skipped.</summary>
    public static KubernetesConfiguration Load(IReadOnlyList<string> paths)
    {
        var documents = paths.Where(SmallFile.Exists).Select(Read).ToList();
        var all = string.Join(Path.PathSeparator, paths);
        if (documents.Count == 0) throw Invalid(all, "there is no such file", "Set KUBECONFIG to a kubeconfig");
        var current = documents.Select(document => document.Text("current-context")).FirstOrDefault(name => name is { Length: > 0 })
            ?? throw Invalid(all, "no current context", "Choose one with kubectl config use-context");
        var context = Find(documents, "contexts", "context", current, all);
        var cluster = Find(documents, "clusters", "cluster", context.Text("cluster") ?? "", all);
        var user = context.Text("user") is { Length: > 0 } name ? Find(documents, "users", "user", name, all) : null;
        return Configuration(context, cluster, user);
    }

    private static KubernetesConfiguration Configuration(KubeconfigNode context, KubeconfigNode cluster, KubeconfigNode? user)
    {
        var authority = cluster.Pem("certificate-authority");
        return new(Server(cluster))
        {
            Namespace = context.Text("namespace") is { Length: > 0 } name ? name : "default",
            Proxy = cluster.Text("proxy-url") is { Length: > 0 } proxy ? new ProxyAddress(Address(cluster, "proxy-url", proxy)) : null,
            Authorities = authority is null ? null : Certificates.ReadAuthorities(authority, cluster.File),
            ServerName = cluster.Text("tls-server-name"),
            ClientCertificate = user is null ? null : KubeconfigUser.ClientCertificate(user),
            ReadToken = user is null ? null : KubeconfigUser.Token(user),
        };
    }

    private static Uri Server(KubeconfigNode cluster)
    {
        if (cluster.Text("insecure-skip-tls-verify") == "true")
            throw Invalid(cluster.File, "insecure-skip-tls-verify is not supported", "Give the cluster's certificate-authority");
        var text = cluster.Text("server") ?? "";
        var server = Address(cluster, "server", text.EndsWith('/') ? text : text + "/");
        // Plain HTTP is for kubectl proxy alone: elsewhere the token would travel in the clear.
        return server.Scheme == Uri.UriSchemeHttps || (server.Scheme == Uri.UriSchemeHttp && server.IsLoopback)
            ? server
            : throw Invalid(cluster.File, $"server '{text}' is not an https address", "Give one");
    }

    private static Uri Address(KubeconfigNode node, string key, string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) ? address
            : throw Invalid(node.File, $"{key} '{text}' is not an address", "Correct it");

    private static KubeconfigNode Read(string path)
    {
        try
        {
            return KubeconfigNode.Parse(SmallFile.ReadText(path, MaxBytes), path);
        }
        catch (Exception e) when (e is IOException or YamlException or InvalidOperationException or ArgumentException)
        {
            // The parser's message may quote the text, which may be a token. Its scanner throws more than it documents.
            var cause = e switch
            {
                IOException => e.Message.TrimEnd('.'),
                YamlException yaml => $"line {yaml.Start.Line} is not valid YAML",
                _ => "it is not valid YAML",
            };
            throw Invalid(path, cause, "Correct it, or set KUBECONFIG to another file");
        }
    }

    private static KubeconfigNode Find(List<KubeconfigNode> documents, string list, string key, string name, string all) =>
        documents.SelectMany(document => document.Items(list)).FirstOrDefault(item => item.Text("name") == name)?.Child(key)
            ?? throw Invalid(all, $"no {key} '{name}'", "Check the names with kubectl config view");

    internal static ConfigurationException Invalid(string file, string cause, string remedy) =>
        new([$"Cannot use kubeconfig '{file}': {cause}. {remedy}."]);
}
