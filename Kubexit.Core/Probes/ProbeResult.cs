namespace Kubexit.Probes;

/// <summary>The answer to one probe.</summary>
/// <param name="IsSuccess">Whether the probe succeeded.</param>
/// <param name="Reason">Why it failed, in one short sentence; on success empty, or a warning.</param>
internal readonly record struct ProbeResult(bool IsSuccess, string Reason)
{
    /// <summary>A successful answer.</summary>
    public static ProbeResult Success { get; } = new(true, "");

    /// <summary>A successful answer with something that deserves to be said once.</summary>
    /// <param name="reason">What, in one short sentence.</param>
    /// <returns>The successful answer.</returns>
    public static ProbeResult Warning(string reason) => new(true, reason);

    /// <summary>A failed answer.</summary>
    /// <param name="reason">Why, in one short sentence.</param>
    /// <returns>The failed answer.</returns>
    public static ProbeResult Failure(string reason) => new(false, reason);
}
