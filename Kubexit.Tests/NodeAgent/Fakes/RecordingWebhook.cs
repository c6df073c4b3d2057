using System.Text.Json.Nodes;
using Kubexit.NodeAgent;
using Kubexit.NodeTermination;

namespace Kubexit.Tests.NodeAgent;

internal sealed class RecordingWebhook : IWebhook
{
    public List<string> Phases { get; } = [];

    /// <summary>What a call does; by default it succeeds at once.</summary>
    public Func<CancellationToken, Task<string?>> Answer { get; set; } = _ => Task.FromResult<string?>(null);

    public async Task<string?> PostAsync(JsonObject message, CancellationToken cancellationToken)
    {
        Phases.Add((string)message["phase"]!);
        return await Answer(cancellationToken);
    }
}
