using Kubexit.Configuration;
using Kubexit.Probes;

namespace Kubexit.Supervision;

/// <summary>What a lifecycle hook does: one of the sealed cases nested here.</summary>
/// <remarks>
/// They mean what they mean in a pod (<see href="https://kubernetes.io/docs/concepts/containers/container-lifecycle-hooks/"/>), but run
/// in the container of the process and not from the node. The kubelet no longer runs TCP hooks; here they work.
/// </remarks>
internal abstract record HookAction
{
    private HookAction()
    {
    }

    /// <summary>
    /// Asks once what a probe asks over and over. A command's exit code 0 is success; so is any answer to a GET request, whatever its
    /// status, as in the kubelet; for the rest what is success for a probe.
    /// </summary>
    /// <param name="Target">Whom or what to ask.</param>
    public sealed record Ask(ProbeTarget Target) : HookAction;

    /// <summary>Waits; always succeeds.</summary>
    /// <param name="Duration">0 to 1000 hours.</param>
    /// <exception cref="ArgumentOutOfRangeException">The duration is out of range.</exception>
    public sealed record Sleep(TimeSpan Duration) : HookAction
    {
        /// <summary>How long.</summary>
        public TimeSpan Duration { get; } = Limits.NotNegative(Duration);
    }
}
