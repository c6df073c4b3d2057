namespace Kubexit;

/// <summary>The answer to one probe.</summary>
/// <param name="IsSuccess">Whether the probe succeeded.</param>
/// <param name="Reason">Why it failed, in one short sentence; empty on success.</param>
public readonly record struct ProbeResult(bool IsSuccess, string Reason)
{
    /// <summary>A successful answer.</summary>
    public static ProbeResult Success { get; } = new(true, "");

    /// <summary>A failed answer.</summary>
    /// <param name="reason">Why, in one short sentence.</param>
    /// <returns>The failed answer.</returns>
    public static ProbeResult Failure(string reason) => new(false, reason);
}
