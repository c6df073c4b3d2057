using Kubexit.Platform.Linux;

namespace Kubexit.Tests.App;

/// <summary>A hosted service with a start of its own.</summary>
internal sealed class Startup(Func<CancellationToken, Task> start) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        Terminal.Print("starting");
        await start(cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
