using Kubexit.Platform;

namespace Kubexit.Graveyards;

/// <summary>What came of reading a tombstone.</summary>
/// <param name="Tombstone">The tombstone; <see langword="null"/> when there is none or it cannot be understood.</param>
/// <param name="Problem">Why it cannot be understood; <see langword="null"/> when it can or there is none.</param>
/// <param name="IsUnavailable">Whether it could not be read at all, for a cause that passes.</param>
/// <param name="Stamp">That of the file; the default where there is none.</param>
internal readonly record struct FoundTombstone(Tombstone? Tombstone, string? Problem, bool IsUnavailable, FileStamp Stamp);
