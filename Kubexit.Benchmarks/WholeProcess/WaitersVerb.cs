using System.Diagnostics;
using System.Globalization;
using Kubexit.Dependencies;
using Kubexit.Kubernetes;
using Kubexit.Kubernetes.Objects;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kubexit.Benchmarks.WholeProcess;

/// <summary>
/// <c>waiters [--waiters 1000] [--at-once 50] [--idle 20]</c>: many pods that wait for one Job, simulated in one process, each with a
/// client and a connection of its own as a pod has: requests to the server, memory and descriptors for each, and how long until the last
/// one knows.
/// </summary>
/// <remarks>
/// So many begin at once and no more: each has a connection to open and to secure, all on the processors of this machine. Where more begin
/// than that can do in a client's limit of 5 s, every client gives up and begins again, and none gets further.
/// </remarks>
internal static class WaitersVerb
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5), Pause = TimeSpan.FromMilliseconds(50);

    public static int Run(string[] args)
    {
        var options = new Options(args, "--waiters", "--at-once", "--idle");
        Machine.Print();
        return RunAsync(options.Number("--waiters", 1000), options.Number("--at-once", 50),
            TimeSpan.FromSeconds(options.Number("--idle", 20))).GetAwaiter().GetResult();
    }

    private static async Task<int> RunAsync(int waiters, int atOnce, TimeSpan idle)
    {
        var start = new ProcessStartInfo(
            Environment.ProcessPath!, ["waiters-server"])
        { RedirectStandardInput = true, RedirectStandardOutput = true };
        using var server = Process.Start(start)!;
        var place = (await server.StandardOutput.ReadLineAsync())!.Split(' ', 3);
        var variables = new Dictionary<string,
            string>
        { [ServiceAccount.HostVariable] = place[0], [ServiceAccount.PortVariable] = place[1] };
        var configuration = ServiceAccount.Load(variables.GetValueOrDefault, place[2]);
        var first = new Crowd(configuration, 1, 1); // What the first one of a process costs is not each one's.
        first.Enter();
        while (Ask(server, "").Watches < 1) await Task.Delay(Pause);
        await first.LeaveAsync();
        while (Ask(server, "").Watches > 0) await Task.Delay(Pause);
        return await MeasureAsync(new Crowd(configuration, waiters, atOnce), server, waiters, idle) ? 0 : 1;
    }

    private static async Task<bool> MeasureAsync(Crowd crowd, Process server, int waiters, TimeSpan idle)
    {
        var (before, served) = (ProcessSnapshot.Take(Environment.ProcessId), ProcessSnapshot.Take(server.Id));
        var (descriptors, asked) = (Descriptors(), Ask(server, ""));
        var started = Stopwatch.GetTimestamp();
        crowd.Enter();
        while (Ask(server, "") is var now && now.Watches < waiters)
        {
            if (Stopwatch.GetElapsedTime(started) > Patience)
            {
                Console.Error.WriteLine(
                    $"After {Patience.TotalMinutes} minutes only {now.Watches} of {waiters} watch, after {now.Requests - asked.Requests} "
                        + "requests.");
                return false;
            }

            await Task.Delay(Pause);
        }

        var watching = Stopwatch.GetElapsedTime(started);
        var all = Ask(server, "");
        GC.Collect();
        var (waiting, held, open) =
            (ProcessSnapshot.Take(Environment.ProcessId), ProcessSnapshot.Take(server.Id), Descriptors() - descriptors);
        var worked = Environment.CpuUsage.TotalTime;
        await Task.Delay(idle);
        var (idled, still) = (Environment.CpuUsage.TotalTime - worked, Ask(server, ""));

        var succeeded = Stopwatch.GetTimestamp();
        Ask(server, "succeed");
        await crowd.AllKnowAsync();
        var told = Stopwatch.GetElapsedTime(succeeded);
        while (Ask(server, "").Watches > 0 && Stopwatch.GetElapsedTime(succeeded) < Patience) await Task.Delay(Pause);
        var end = Ask(server, "");

        var table = new MarkdownTable("of " + waiters + " waiters", "all", "each");
        table.Add("requests until all watch", $"{all.Requests - asked.Requests}", Each(all.Requests - asked.Requests, "F2"));
        table.Add($"requests in {idle.TotalSeconds} s of waiting", $"{still.Requests - all.Requests}",
            Each(still.Requests - all.Requests, "F2"));
        table.Add("requests until all know", $"{end.Requests - asked.Requests}", Each(end.Requests - asked.Requests, "F2"));
        table.Add("connections opened", $"{end.Connections - asked.Connections}", Each(end.Connections - asked.Connections, "F2"));
        table.Add("descriptors while waiting", $"{open}", Each(open, "F2"));
        table.Add("memory while waiting", $"{waiting.ResidentMiB - before.ResidentMiB:F0} MiB",
            Each((waiting.ResidentMiB - before.ResidentMiB) * 1024, "F0") + " KiB");
        table.Add("memory of the server", $"{held.ResidentMiB - served.ResidentMiB:F0} MiB",
            Each((held.ResidentMiB - served.ResidentMiB) * 1024, "F0") + " KiB");
        table.Add($"processor time in {idle.TotalSeconds} s of waiting", $"{idled.TotalMilliseconds:F0} ms", "");
        table.Add("until all watch", $"{watching.TotalSeconds:F1} s", "");
        table.Add("from the Job's success until the last one knows", $"{told.TotalMilliseconds:F0} ms", "");
        table.Add("watches left open", $"{end.Watches}", "");
        table.Print();
        return end.Watches == 0;

        string Each(double amount, string format) => (amount / waiters).ToString(format, CultureInfo.InvariantCulture);
    }

    private static (int Watches, int Requests, int Connections) Ask(Process server, string line)
    {
        server.StandardInput.WriteLine(line);
        var words = server.StandardOutput.ReadLine()!.Split(' ');
        return (Number(0), Number(1), Number(2));

        int Number(int i) => int.Parse(words[i], CultureInfo.InvariantCulture);
    }

    private static int Descriptors() => Directory.GetFiles("/proc/self/fd").Length;

    /// <summary>All who wait.</summary>
    private sealed class Crowd(KubernetesConfiguration configuration, int waiters, int atOnce)
    {
        private readonly SemaphoreSlim _beginning = new(atOnce);
        private readonly CancellationTokenSource _leave = new();
        private Task _waits = Task.CompletedTask;

        public void Enter() => _waits = Task.WhenAll(Enumerable.Range(0, waiters).Select(_ => WaitAsync()));

        public Task AllKnowAsync() => _waits;

        public async Task LeaveAsync()
        {
            await _leave.CancelAsync();
            await _waits.ContinueWith(_ => { }, TaskScheduler.Default);
        }

        private async Task WaitAsync()
        {
            await _beginning.WaitAsync();
            var isBeginning = true;
            using var source = new ObjectSource(
                new(() => new KubernetesApiClient(configuration)), ObjectRole.For(["job/migrate"], "demo"), "demo", NullLogger.Instance);
            await foreach (var news in source.FollowAsync("job/migrate", _leave.Token))
            {
                if (isBeginning && news is ObjectNews.Seen)
                {
                    isBeginning = false;
                    _beginning.Release();
                }

                if (news is ObjectNews.Seen({ Vitality: Vitality.Dead })) return;
            }
        }
    }
}
