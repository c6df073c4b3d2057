using Kubexit.Configuration;

namespace Kubexit.Probes;

/// <summary>How to find out that a process has become ready. The semantics are those of the kubelet's probes.</summary>
/// <param name="target">What to ask.</param>
public sealed class ReadinessProbeOptions(ProbeTarget target)
{
    /// <summary>What to ask.</summary>
    public ProbeTarget Target { get; } = target ?? throw new ArgumentNullException(nameof(target));

    /// <summary>From the start of the process to the first question. Default 0, which asks at once; 0 to 1000 hours.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    public TimeSpan InitialDelay { get; set => field = Limits.NotNegative(value); }

    /// <summary>From one question to the next. Default 500 milliseconds; 1 millisecond to 1000 hours.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    public TimeSpan Period { get; set => field = Limits.Positive(value); } = TimeSpan.FromMilliseconds(500);

    /// <summary>How long an answer may take. Default 1 second; 1 millisecond to 1000 hours.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    public TimeSpan Timeout { get; set => field = Limits.Positive(value); } = TimeSpan.FromSeconds(1);

    /// <summary>How many successes in a row make the process ready. Default 1; at least 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    public int SuccessThreshold { get; set => field = Limits.AtLeastOne(value); } = 1;
}
