using Kubexit.Graveyards;

namespace Kubexit;

/// <summary>One name of a graveyard as it was found.</summary>
/// <param name="Name">The name.</param>
/// <param name="Vitality">Whether the process lives.</param>
/// <param name="Tombstone">Its tombstone; <see langword="null"/> when there is none, or none that can be understood.</param>
/// <param name="Problem">Why the tombstone cannot be understood; <see langword="null"/> when it can.</param>
public sealed record GraveyardEntry(string Name, Vitality Vitality, Tombstone? Tombstone, string? Problem)
{
    internal static GraveyardEntry Of(in TombstoneObservation observation) =>
        new(observation.Name, observation.Vitality, observation.Tombstone, observation.Problem);
}
