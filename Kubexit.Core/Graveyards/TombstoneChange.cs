namespace Kubexit;

/// <summary>What a watch saw of one name.</summary>
/// <param name="Entry">The name as it is now.</param>
/// <param name="Previous">The name as it was reported before; <see langword="null"/> the first time.</param>
public sealed record TombstoneChange(GraveyardEntry Entry, GraveyardEntry? Previous);
