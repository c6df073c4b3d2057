using Kubexit.Configuration;
using Kubexit.Graveyards;
using Kubexit.Kubernetes;
using Kubexit.Platform;
using Kubexit.Probes;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kubexit.Host;

/// <summary>Somebody who is asked over and over until the answer is yes.</summary>
internal sealed class WaitProbe
{
    private readonly ReadinessProber _prober;
    private readonly ProbeTarget _target;

    public WaitProbe(ProbeTarget target, WaitSettings settings, ICommandRunner commands, TimeProvider time)
    {
        _target = target;
        IProbe probe = target is ProbeTarget.HttpGet http && settings.Status is { } wanted
            ? new HttpGetProbe(http.Url, status => status == wanted)
            : target.CreateProbe(commands);
        var options = new ReadinessProbeOptions(target) { Period = settings.Period, Timeout = settings.RequestTimeout };
        _prober = new ReadinessProber(probe, options, time, NullLogger.Instance);
    }

    public bool HasSucceeded { get; private set; }

    /// <summary>For a person: who it is, and what was the last answer.</summary>
    public string Description => $"{_target.Describe()}{(_prober.LastFailure is { } reason ? $" ({PrintableText.Of(reason)})" : "")}";

    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled; a command that ran is
    /// gone.</exception>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        await _prober.WaitUntilReadyAsync(cancellationToken).ConfigureAwait(false);
        HasSucceeded = true;
    }
}
