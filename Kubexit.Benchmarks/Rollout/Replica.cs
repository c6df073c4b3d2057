using System.Diagnostics;
using System.Net;
using Kubexit.Benchmarks.WholeProcess;
using Kubexit.Supervision;

namespace Kubexit.Benchmarks.Rollout;

/// <summary>One process of the web app.</summary>
internal sealed class Replica : IAsyncDisposable
{
    private readonly Process _process;

    private Replica(Process process, IPEndPoint http1, IPEndPoint http2) => (_process, Http1, Http2) = (process, http1, http2);

    public IPEndPoint Http1 { get; }

    public IPEndPoint Http2 { get; }

    /// <summary>Starts one and waits until it serves.</summary>
    public static async Task<Replica> StartAsync(RolloutHost host, string graveyard, string name)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, [RolloutServer.Verb, $"{host}"]) { RedirectStandardOutput = true };
        (start.Environment["KUBEXIT_NAME"], start.Environment["KUBEXIT_GRAVEYARD"]) = (name, graveyard);
        var process = Process.Start(start)!;
        var line = await process.StandardOutput.ReadLineAsync() ?? throw new IOException($"Replica {name} ended before it served.");
        var addresses = line.Split(' ').Select(url => IPEndPoint.Parse(new Uri(url).Authority)).ToArray();
        return new Replica(process, addresses[0], addresses[1]);
    }

    public IPEndPoint Address(bool isHttp2) => isHttp2 ? Http2 : Http1;

    public void Terminate() => MeasuredProcess.Signal(_process.Id, SignalName.Term);

    public async Task EndedAsync()
    {
        await _process.WaitForExitAsync();
        if (_process.ExitCode != 0) throw new IOException($"A replica ended with {_process.ExitCode}.");
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

}
