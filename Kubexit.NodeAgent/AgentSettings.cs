using System.Net;
using Kubexit.Configuration;
using Kubexit.NodeTermination;
using Microsoft.Extensions.Logging;

namespace Kubexit.NodeAgent;

/// <summary>Everything that the command is told.</summary>
internal sealed record AgentSettings(NodeTerminationNoticeOptions Notices, AgentOptions Agent)
{
    public const string DefaultListen = "127.0.0.1:9478";

    /// <summary>Called before and after the drain; may be a secret.</summary>
    public Uri? Webhook { get; init; }

    /// <summary>The body of what the webhook is told.</summary>
    public WebhookTemplate WebhookTemplate { get; init; } = WebhookTemplate.Generic;

    /// <summary>Where metrics and health are served; nowhere when <see langword="null"/>.</summary>
    public IPEndPoint? Listen { get; init; }

    /// <summary>How long metadata may fail before the agent is called blind.</summary>
    public TimeSpan BlindAfter { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Whether the plan is only printed.</summary>
    public bool DryRun { get; init; }

    /// <summary>How long the node lives in a drill or a plan; <see langword="null"/>: as the rule says.</summary>
    public TimeSpan? In { get; init; }

    /// <summary>Whether a drill leaves its taint and marks.</summary>
    public bool Keep { get; init; }

    /// <summary>The notice that a drill or a plan supposes.</summary>
    public NodeTerminationKind Kind { get; init; } = NodeTerminationKind.Manual;

    public AgentLogSettings Log { get; init; } = new([], LogFormat.Text);
}

/// <summary>What is logged and how.</summary>
/// <param name="Levels">The lowest level of each category; without a category, of all others.</param>
/// <param name="Format">Text or JSON.</param>
internal sealed record AgentLogSettings(IReadOnlyList<(string? Category, LogLevel Level)> Levels, LogFormat Format);
