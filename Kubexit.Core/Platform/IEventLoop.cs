namespace Kubexit.Platform;

/// <summary>
/// One thread that runs everything in turn: the reason why the policy above needs no locks, and why nothing is handed from
/// thread to thread between a death and its signal.
/// </summary>
internal interface IEventLoop
{
    /// <summary>Timers of this provider fire on the loop.</summary>
    TimeProvider Time { get; }

    /// <summary>The loop that waits for the system, where this one only lends it another clock.</summary>
    IEventLoop Root => this;

    /// <summary>Whether the caller runs on the loop.</summary>
    bool IsCurrent { get; }

    /// <summary>Runs <paramref name="action"/> on the loop, soon and in order. May be called from any thread.</summary>
    void Post(Action action);
}
