using System.Net;
using System.Net.Sockets;
using Kubexit.Kubernetes;
using Kubexit.Tests.KubernetesApi;
using static Kubexit.Dependencies.ReadinessChange;

namespace Kubexit.Tests.Kubernetes;

public sealed class ServiceAccountTests
{
    [Theory]
    [InlineData("10.96.0.1", "443", "https://10.96.0.1/")]
    [InlineData("10.96.0.1", "6443", "https://10.96.0.1:6443/")]
    [InlineData("10.96.0.1", null, "https://10.96.0.1/")]
    [InlineData("fd00::1", "6443", "https://[fd00::1]:6443/")]
    [InlineData("kubernetes.default.svc", "443", "https://kubernetes.default.svc/")]
    public async Task Load_HostAndPort_MakeTheAddress(string host, string? port, string expected)
    {
        await using var server = await StandInApiServer.StartAsync();
        using var account = new ServiceAccountFolder(server);
        account.Variables[ServiceAccount.HostVariable] = host;
        if (port is null) account.Variables.Remove(ServiceAccount.PortVariable);
        else account.Variables[ServiceAccount.PortVariable] = port;
        var configuration = account.Load();
        Assert.Equal(expected, configuration.Server.ToString());
        Assert.Equal("demo", configuration.Namespace);
        Assert.Null(configuration.Proxy);
    }

    [Fact]
    public async Task Load_ServerOnIpv6_IsReached()
    {
        Assert.SkipUnless(Socket.OSSupportsIPv6 && CanListen(IPAddress.IPv6Loopback), "This machine has no IPv6.");
        await using var cluster = await DemoCluster.StartAsync(IPAddress.IPv6Loopback);
        var run = cluster.Watch(new StandInPod().With("server").Ready("server"), ["server"]);
        Assert.Equal([Ready("server")], await run.DecisionsAsync());
    }

    [Fact]
    public void Load_NotInAPod_NamesTheVariable() =>
        Assert.Contains("KUBERNETES_SERVICE_HOST is not set", Error(_ => null, "/nonexistent"));

    [Fact]
    public async Task Load_PortIsNotANumber_NamesIt()
    {
        await using var server = await StandInApiServer.StartAsync();
        using var account = new ServiceAccountFolder(server);
        account.Variables[ServiceAccount.PortVariable] = "tcp://10.0.0.1:443";
        Assert.Contains("Cannot read KUBERNETES_SERVICE_PORT 'tcp://10.0.0.1:443': not a port.",
            Error(account.Variables.GetValueOrDefault, account.Path));
    }

    [Theory]
    [InlineData("token")]
    [InlineData("ca.crt")]
    [InlineData("namespace")]
    public async Task Load_FileMissing_NamesItAndTheRemedy(string file)
    {
        await using var server = await StandInApiServer.StartAsync();
        using var account = new ServiceAccountFolder(server);
        File.Delete(Path.Combine(account.Path, file));
        var error = Error(account.Variables.GetValueOrDefault, account.Path);
        Assert.Contains(Path.Combine(account.Path, file), error);
        Assert.Contains("automountServiceAccountToken: true", error);
        Assert.Contains("BirthSource=graveyard", error);
    }

    [Theory]
    [InlineData("")]
    [InlineData("not a certificate")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")]
    public async Task Load_AuthorityIsNoCertificate_NamesTheFile(string pem)
    {
        await using var server = await StandInApiServer.StartAsync();
        using var account = new ServiceAccountFolder(server);
        File.WriteAllText(Path.Combine(account.Path, "ca.crt"), pem);
        Assert.Contains("Cannot read certificate authority", Error(account.Variables.GetValueOrDefault, account.Path));
    }

    private static string Error(Func<string, string?> variable, string folder)
    {
        var error = Assert.Throws<ConfigurationException>(() => ServiceAccount.Load(variable, folder));
        Assert.Equal(2, error.ExitCode);
        return error.Message;
    }

    private static bool CanListen(IPAddress address)
    {
        try
        {
            using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(address, 0));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
