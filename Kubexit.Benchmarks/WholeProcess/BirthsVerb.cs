using System.Diagnostics;
using Kubexit.Graveyards;
using Kubexit.Kubernetes;
using Kubexit.NodeTermination;
using Kubexit.Supervision;
using Kubexit.Tests.KubernetesApi;

namespace Kubexit.Benchmarks.WholeProcess;

/// <summary>
/// <c>births [--kubexit PATH] [--rounds 50] [--settle-ms 250]</c>: from a dependency's readiness to the first instruction of the child's
/// main. By way of the API server (a stand-in on loopback with real TLS and a real watch), by way of the graveyard, and with nothing to
/// wait for at all. Needs root: the service account is mounted where the kubelet mounts it.
/// </summary>
internal static class BirthsVerb
{
    private const string Dependency = "server";
    private const string MountAccount =
        """
        mount -t tmpfs none /var/run && mkdir -p /var/run/secrets/kubernetes.io/serviceaccount &&
        mount --bind "$ACCOUNT" /var/run/secrets/kubernetes.io/serviceaccount && exec "$@"
        """;

    public static int Run(string[] args)
    {
        var options = new Options(args, "--kubexit", "--rounds", "--settle-ms");
        using var programs = new NativePrograms();
        var kubexit = Path.GetFullPath(options.Text("--kubexit", "artifacts/native/kubexit"));
        var settle = TimeSpan.FromMilliseconds(options.Number("--settle-ms", 250));
        var rounds = options.Number("--rounds", 50);

        Machine.Print();
        var (spawn, graveyard, api) = (new Sample(), new Sample(), new Sample());
        for (var round = 0; round < rounds; round++)
        {
            spawn.Add(Spawn(programs.Child));
            graveyard.Add(ByGraveyard([kubexit, programs.Child], settle));
            api.Add(ByApiServer([kubexit, programs.Child], settle).GetAwaiter().GetResult());
        }

        var table = new MarkdownTable("p50 (p99)", "us until the child's main", "times a bare spawn");
        table.Add("a bare spawn", spawn.ToString("F0"), "1.00");
        table.Add("tombstone renamed into place", graveyard.ToString("F0"), Sample.Text(graveyard.Median / spawn.Median, "F2"));
        table.Add("ready event written by the API server", api.ToString("F0"), Sample.Text(api.Median / spawn.Median, "F2"));
        table.Print();
        Console.WriteLine($"load at the end {Machine.Load}");
        return 0;
    }

    private static double Spawn(string child)
    {
        using var process = MeasuredProcess.Start([child], new Dictionary<string, string>());
        return Microseconds(process, process.SpawnedAt);
    }

    private static double ByGraveyard(string[] command, TimeSpan settle)
    {
        using var graveyard = new TemporaryGraveyard();
        using var process = MeasuredProcess.Start(command, Variables(graveyard));
        WaitUntilItWaits(graveyard, settle);
        var birth = graveyard.Prepare(
            Dependency, TombstoneText.Write(new Tombstone { Born = DateTimeOffset.UnixEpoch, Ready = DateTimeOffset.UnixEpoch }));
        var readyAt = Stopwatch.GetTimestamp();
        birth.Do();
        return Microseconds(process, readyAt);
    }

    private static async Task<double> ByApiServer(string[] command, TimeSpan settle)
    {
        using var graveyard = new TemporaryGraveyard();
        await using var server = await StandInApiServer.StartAsync();
        using var account = new ServiceAccountFolder(server);
        var pod = new StandInPod().With(Dependency).With("client");
        server.Store.Put(pod.Path, pod.ToJson());
        var variables = Variables(graveyard);
        foreach (var (name, value) in account.Variables) variables[name] = value;
        (variables["ACCOUNT"], variables["KUBEXIT_POD_NAME"], variables["KUBEXIT_NAMESPACE"]) =
            (account.Path, pod.Path.Name!, pod.Path.Namespace!);
        using var process = MeasuredProcess.Start(["/usr/bin/unshare", "--mount", "sh", "-c", MountAccount, "sh", .. command], variables);
        await server.UntilWatchedAsync();
        await Task.Delay(settle);
        var ready = pod.Ready(Dependency).ToJson();
        var readyAt = Stopwatch.GetTimestamp();
        server.Store.Put(pod.Path, ready);
        return Microseconds(process, readyAt);
    }

    private static Dictionary<string, string> Variables(TemporaryGraveyard graveyard) => new()
    {
        ["KUBEXIT_GRAVEYARD"] = graveyard.Path,
        ["KUBEXIT_NAME"] = "client",
        ["KUBEXIT_BIRTH_DEPS"] = Dependency,
    };

    private static void WaitUntilItWaits(TemporaryGraveyard graveyard, TimeSpan settle)
    {
        if (!SpinWait.SpinUntil(() => File.Exists(graveyard.PathOf("client")), TimeSpan.FromSeconds(30)))
            throw new IOException("The wrapper never joined the graveyard.");
        Thread.Sleep(settle);
    }

    /// <summary>From then until the child's main; the child is ended.</summary>
    private static double Microseconds(MeasuredProcess process, long since)
    {
        var bornAt = process.Read();
        MeasuredProcess.Signal((int)process.Read(), SignalName.Kill);
        process.Wait();
        return (bornAt - since) / 1e3;
    }
}
