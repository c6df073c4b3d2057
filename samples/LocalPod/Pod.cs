using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Kubexit;
using Kubexit.Kubernetes;

namespace LocalPod;

/// <summary>The pod: a graveyard and two wrapped processes, started at once, as the kubelet does.</summary>
internal static class Pod
{
    public static async Task<int> RunAsync(PodOptions options)
    {
        var graveyard = Directory.CreateTempSubdirectory("localpod-").FullName;
        try
        {
            var url = $"http://127.0.0.1:{FreePort().ToString(CultureInfo.InvariantCulture)}";
            using var server = new Container(
                "server", graveyard, ["server", url, options.ServerIsNeverReady ? "never-ready" : "ready"], new()
                {
                    ["KUBEXIT_READINESS_HTTP_GET"] = url + "/ready",
                    ["KUBEXIT_READINESS_PERIOD"] = "100ms",
                    ["KUBEXIT_DEATH_DEPS"] = "client",
                    ["KUBEXIT_GRACE_PERIOD"] = "5s",
                });
            using var client = new Container("client", graveyard, ["client", url, $"{options.ClientExitCode}"], new()
            {
                ["KUBEXIT_BIRTH_DEPS"] = "server",
                ["KUBEXIT_BIRTH_TIMEOUT"] = options.ServerIsNeverReady ? "5s" : "30s",
            });
            if (options.KillsClient) client.KillOn("working");
            server.Start();
            client.Start();
            var exitCodes = await Task.WhenAll(server.Exited, client.Exited);
            Console.WriteLine();
            Report.Print(new Graveyard(graveyard));
            Console.WriteLine($"kubexit of server ended with {exitCodes[0]}, of client with {exitCodes[1]}");
            return exitCodes[1];
        }
        finally
        {
            Directory.Delete(graveyard, recursive: true);
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
