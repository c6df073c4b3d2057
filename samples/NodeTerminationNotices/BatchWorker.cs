using System.Globalization;
using Kubexit;
using Kubexit.NodeTermination;
using Microsoft.Extensions.Hosting;

namespace Checkpointing;

/// <summary>
/// Counts; goes on where its last life stopped; stops with a checkpoint when the node's end is announced, the sidecar that it needs dies,
/// or somebody sends TERM.
/// </summary>
internal sealed class BatchWorker(
    NodeTerminationNotices notices, IKubexitMember member, IHostApplicationLifetime application, string checkpoint) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var done = File.Exists(checkpoint)
            ? long.Parse(await File.ReadAllTextAsync(checkpoint, stoppingToken), CultureInfo.InvariantCulture) : 0;
        Console.WriteLine($"working from item {done} on");
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, member.Stopping, notices.Ending);
        while (!stop.IsCancellationRequested)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), CancellationToken.None); // One item of work, which must not be cut in two.
            done++;
        }

        // The write is atomic: a node that ends earlier than announced leaves the last checkpoint, and not half of one.
        await File.WriteAllTextAsync(checkpoint + ".new", done.ToString(CultureInfo.InvariantCulture), CancellationToken.None);
        File.Move(checkpoint + ".new", checkpoint, overwrite: true);
        Console.WriteLine($"checkpoint at item {done}: {notices.Current?.ToString() ?? member.StopReason ?? "asked to stop"}");
        application.StopApplication();
    }
}
