using Kubexit.Platform.Linux;

namespace Kubexit.Tests.App;

/// <summary>A hosted service that tells how far the host has come.</summary>
internal sealed class Announcer : IHostedService
{
    public Announcer(IHostApplicationLifetime lifetime, IKubexitMember member)
    {
        lifetime.ApplicationStarted.Register(() => Terminal.Print("started"));
        lifetime.ApplicationStopping.Register(() => Terminal.Print($"stopping: {member.StopReason ?? "no reason of Kubexit's"}"));
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        Terminal.Print("service-started");
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        Terminal.Print("service-stopped");
        return Task.CompletedTask;
    }
}
