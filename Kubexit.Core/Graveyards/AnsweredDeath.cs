namespace Kubexit;

/// <summary>Tells one death of a dependency from every other death of the same dependency.</summary>
/// <param name="Life">The dependency's <see cref="Tombstone.Life"/>; <see langword="null"/> when it wrote none (the Go original).</param>
/// <param name="Died">The dependency's <see cref="Tombstone.Died"/>; <see langword="null"/> when it vanished without a record.</param>
internal readonly record struct AnsweredDeath(string? Life, DateTimeOffset? Died);
