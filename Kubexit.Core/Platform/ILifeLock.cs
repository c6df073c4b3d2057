namespace Kubexit.Platform;

/// <summary>A held lock. Released by <see cref="IDisposable.Dispose"/>, and by the kernel when the process ends in any way.</summary>
internal interface ILifeLock : IDisposable
{
    /// <summary>Whether the lock file still stands under its name: false after the graveyard was removed under us.</summary>
    bool IsInPlace { get; }

    /// <summary>Lets everybody read in the lock file whose it is, where a neighbour has changed that.</summary>
    /// <returns>Whether it named this life before.</returns>
    bool Mend() => true;

    /// <summary>Why this is no lock that neighbours could ask for; <see langword="null"/> when it is one.</summary>
    string? Problem => null;
}
