namespace Kubexit.Probes;

/// <summary>One question to a process: are you ready? The semantics are those of the kubelet's probes.</summary>
internal interface IProbe
{
    /// <summary>Asks once.</summary>
    /// <param name="cancellationToken">Ends the question; a probe's time limit is given through it.</param>
    /// <returns>
    /// Success, or failure with the reason for a person. A refused connection or a wrong status is a failure, never an exception.
    /// </returns>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    Task<ProbeResult> CheckAsync(CancellationToken cancellationToken);
}
