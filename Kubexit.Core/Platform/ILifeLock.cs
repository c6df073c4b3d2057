namespace Kubexit.Platform;

/// <summary>A held lock. Released by <see cref="IDisposable.Dispose"/>, and by the kernel when the process ends in any way.</summary>
internal interface ILifeLock : IDisposable
{
    /// <summary>Whether the lock file still stands under its name: false after the graveyard was removed under us.</summary>
    bool IsInPlace { get; }

    /// <summary>Why this is no lock that neighbours could ask for; <see langword="null"/> when it is one.</summary>
    string? Problem => null;
}
