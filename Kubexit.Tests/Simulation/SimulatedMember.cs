using Kubexit.Coordination;

namespace Kubexit.Tests.Simulation;

/// <summary>A container of a simulated pod through all its lives.</summary>
internal sealed class SimulatedMember(CoordinatorOptions options)
{
    public string Name => Options.Name;

    public CoordinatorOptions Options { get; } = options;

    /// <summary>How long its process takes to obey a signal; <see langword="null"/> when it ignores them all.</summary>
    public TimeSpan? ChildObeysAfter { get; init; }

    /// <summary>Its image has no such program.</summary>
    public bool CannotStart { get; init; }

    public bool CannotWrite { get; set; }

    public bool LosesHints { get; set; }

    public bool DoublesHints { get; set; }

    /// <summary>When a neighbour has last removed a file of its; <see langword="null"/> when none has.</summary>
    public long? RobbedAt { get; set; }

    public List<SimulatedProcess> Lives { get; } = [];

    public SimulatedProcess Current => Lives[^1];
}
