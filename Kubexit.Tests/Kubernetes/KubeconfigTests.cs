using System.Security.Cryptography.X509Certificates;
using System.Text;
using Kubexit.Kubernetes;
using Kubexit.NodeAgent;
using Kubexit.Tests.KubernetesApi;

namespace Kubexit.Tests.Kubernetes;

public sealed class KubeconfigTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("kubexit-kubeconfig-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Load_Token_IsSent()
    {
        await using var server = await ServerWithANodeAsync();
        Assert.Equal("node-1", await NodeNameAsync(Load(server, $"token: {server.Token}")));
        Assert.Equal(server.Token, server.Requests[^1].Token);
    }

    [Fact]
    public async Task Load_TokenFileAndAuthorityFile_AreFoundBesideTheKubeconfig()
    {
        await using var server = await ServerWithANodeAsync();
        Write("sub/token", server.Token + "\n");
        Write("sub/ca.pem", server.Authority.Pem);
        var path = Write("sub/config", Config(server, "tokenFile: token").Replace(AuthorityData(server), "certificate-authority: ca.pem"));
        Assert.Equal("node-1", await NodeNameAsync(Kubeconfig.Load([path])));
    }

    [Fact]
    public async Task Load_ClientCertificate_IsShown()
    {
        await using var server = await ServerWithANodeAsync();
        using var client = server.Authority.IssueClient("alice");
        var user = $"client-certificate-data: {Base64(client.ExportCertificatePem())}\n    client-key-data: "
            + $"{Base64(client.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem())}";
        Assert.Equal("node-1", await NodeNameAsync(Load(server, user)));
        Assert.Null(server.Requests[^1].Token);
    }

    [Fact]
    public async Task Load_AddressWithAPath_IsKept()
    {
        await using var server = await StandInApiServer.StartAsync();
        var configuration = Kubeconfig.Load(
            [Write("config", Config(server, "token: t").Replace(server.Address.ToString(), "https://rancher.example/k8s/clusters/c-1"))]);
        Assert.Equal("https://rancher.example/k8s/clusters/c-1/", configuration.Server.ToString());
    }

    [Fact]
    public async Task Load_NamespaceAndProxyAndServerName_AreRead()
    {
        await using var server = await ServerWithANodeAsync();
        server.Certificate = server.Authority.IssueServer("other-name");
        var text = Config(server, $"token: {server.Token}").Replace("    server:", "    tls-server-name: other-name\n    server:");
        Assert.Equal("node-1", await NodeNameAsync(Kubeconfig.Load([Write("config", text)])));
        Assert.Equal("team", Kubeconfig.Load([Write("config", text)]).Namespace);
        var proxied = Kubeconfig.Load([Write("config", text.Replace("    server:", "    proxy-url: http://127.0.0.1:1\n    server:"))]);
        Assert.Equal(new Uri("http://127.0.0.1:1"), proxied.Proxy!.GetProxy(server.Address));
        await Assert.ThrowsAsync<KubernetesApiException>(() => NodeNameAsync(proxied));
    }

    [Fact]
    public async Task Load_SeveralFiles_TheFirstThatNamesAThingWins()
    {
        await using var server = await ServerWithANodeAsync();
        var first = Write("first", "apiVersion: v1\nkind: Config\ncurrent-context: c\n");
        var second = Write("second",
            Config(server, $"token: {server.Token}").Replace("current-context: c\n", "current-context: elsewhere\n"));
        Assert.Equal("node-1", await NodeNameAsync(Kubeconfig.Load([first, Path.Combine(_folder, "missing"), second])));
    }

    [Theory]
    [InlineData("exec:\n      command: aws", "'exec', which is not supported")]
    [InlineData("auth-provider:\n      name: gcp", "'auth-provider', which is not supported")]
    [InlineData("username: a\n    password: hunter2", "'username', which is not supported")]
    [InlineData("client-certificate-data: QUJD", "needs both client-certificate and client-key")]
    [InlineData("client-certificate: nowhere.pem\n    client-key: nowhere.key", "nowhere.pem")]
    [InlineData("client-certificate-data: '%%%'", "client-certificate-data is not base64")]
    public async Task Load_UserNeedsWhatIsNotSupported_SaysSo(string user, string expected)
    {
        await using var server = await StandInApiServer.StartAsync();
        var error = Assert.Throws<ConfigurationException>(() => Load(server, user));
        Assert.Contains(expected, error.Message);
        Assert.Contains(_folder, error.Message);
        Assert.DoesNotContain("hunter2", error.Message);
    }

    [Theory]
    [InlineData("current-context: c", "", "no current context")]
    [InlineData("current-context: c", "current-context: d", "no context 'd'")]
    [InlineData("cluster: k", "cluster: l", "no cluster 'l'")]
    [InlineData("user: u", "user: v", "no user 'v'")]
    [InlineData("server: https", "server: ftp", "is not an https address")]
    [InlineData("    server:", "    insecure-skip-tls-verify: true\n    server:", "insecure-skip-tls-verify is not supported")]
    [InlineData("kind: Config", "kind: [", "is not valid YAML")]
    public async Task Load_Broken_NamesTheFileAndTheCause(string from, string to, string expected)
    {
        await using var server = await StandInApiServer.StartAsync();
        var path = Write("config", Config(server, "token: very-secret").Replace(from, to));
        var error = Assert.Throws<ConfigurationException>(() => Kubeconfig.Load([path]));
        Assert.Contains($"Cannot use kubeconfig '{path}': ", error.Message);
        Assert.Contains(expected, error.Message);
        Assert.DoesNotContain("very-secret", error.Message);
    }

    [Fact]
    public void Load_NoFile_SaysWhichWereTried() =>
        Assert.Contains("'/nonexistent/config': there is no such file",
            Assert.Throws<ConfigurationException>(() => Kubeconfig.Load(["/nonexistent/config"])).Message);

    [Fact]
    public void DefaultPaths_Variable_IsAListAndElseTheHomeDirectory()
    {
        Assert.Equal(["/a", "/b"], Kubeconfig.DefaultPaths(name => name == "KUBECONFIG" ? $"/a{Path.PathSeparator}/b" : null));
        Assert.Equal(["/home/alice/.kube/config"], Kubeconfig.DefaultPaths(name => name == "HOME" ? "/home/alice" : null));
    }

    private static async Task<StandInApiServer> ServerWithANodeAsync()
    {
        var server = await StandInApiServer.StartAsync();
        server.Store.Put(new("api/v1", null, "nodes", "node-1", null), []);
        return server;
    }

    private static async Task<string?> NodeNameAsync(KubernetesConfiguration configuration)
    {
        using var client = new KubernetesApiClient(configuration);
        return (await client.GetAsync(AgentPath.Node("node-1"), AgentJson.Default.Node, default)).Metadata!.Name;
    }

    private KubernetesConfiguration Load(StandInApiServer server, string user) => Kubeconfig.Load([Write("config", Config(server, user))]);

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.ASCII.GetBytes(text));

    private static string AuthorityData(StandInApiServer server) => $"certificate-authority-data: {Base64(server.Authority.Pem)}";

    private static string Config(StandInApiServer server, string user) =>
        $"""
        apiVersion: v1
        kind: Config
        current-context: c
        contexts:
        - name: c
          context:
            cluster: k
            user: u
            namespace: team
        clusters:
        - name: k
          cluster:
            server: {server.Address}
            {AuthorityData(server)}
        users:
        - name: u
          user:
            {user}

        """;
}
