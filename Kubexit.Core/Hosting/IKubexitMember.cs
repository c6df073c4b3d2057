namespace Kubexit;

/// <summary>This application's place in the graveyard; a service of every application that calls <c>AddKubexit</c>.</summary>
/// <remarks>Thread-safe.</remarks>
public interface IKubexitMember
{
    /// <summary>The name of the tombstone.</summary>
    /// <exception cref="ConfigurationException">The configuration is invalid.</exception>
    string Name { get; }

    /// <summary>
    /// Why Kubexit stops the host, as one sentence: <c>stopped: 'app' died (exit code 0)</c>. Set before
    /// <see cref="Microsoft.Extensions.Hosting.IHostApplicationLifetime.ApplicationStopping"/> is triggered; <see langword="null"/> when
    /// the host stops for any other reason.
    /// </summary>
    string? StopReason { get; }

    /// <summary>
    /// Cancelled as soon as the application is asked to stop: by a signal, while it may serve on
    /// (<see cref="KubexitMemberOptions.ServeAfterStop"/>), or together with
    /// <see cref="Microsoft.Extensions.Hosting.IHostApplicationLifetime.ApplicationStopping"/> at the latest.
    /// </summary>
    CancellationToken Stopping { get; }

    /// <summary>
    /// Tells the others that this application is ready, once; later calls change nothing. Needed after
    /// <see cref="KubexitBuilder.ReadyOnSignal"/>; else readiness comes by itself and this only brings it forward.
    /// </summary>
    /// <param name="cancellationToken">Ends the waiting; the signal has been given all the same.</param>
    /// <returns>A task that completes when the tombstone says so, or will never say so because this life is over.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    Task SignalReadyAsync(CancellationToken cancellationToken = default);
}
