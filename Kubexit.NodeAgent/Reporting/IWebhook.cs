using System.Text.Json.Nodes;

namespace Kubexit.NodeAgent;

/// <summary>Tells people or machines elsewhere.</summary>
internal interface IWebhook
{
    /// <summary>One attempt, bounded in time.</summary>
    /// <returns>Why it failed; <see langword="null"/> when it did not.</returns>
    Task<string?> PostAsync(JsonObject message, CancellationToken cancellationToken);
}
