using Kubexit.Configuration;

namespace Kubexit.Supervision;

/// <summary>A lifecycle hook of the child process.</summary>
/// <param name="action">What the hook does.</param>
public sealed class HookOptions(HookAction action)
{
    /// <summary>What the hook does.</summary>
    public HookAction Action { get; } = action ?? throw new ArgumentNullException(nameof(action));

    /// <summary>
    /// How long the hook may take before it counts as failed. Default 30 seconds; 0 to 1000 hours, 0 is no limit. A
    /// <see cref="HookAction.Sleep"/> is its own limit and ignores it.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    public TimeSpan Timeout { get; set => field = Limits.NotNegative(value); } = TimeSpan.FromSeconds(30);
}
