namespace Kubexit.Dependencies;

/// <summary>What a <see cref="DependencyTracker"/> finds out.</summary>
internal interface IDependencyEvents
{
    /// <summary>Every birth condition has come true, and no old death is waiting to be judged: the process may start.</summary>
    void BirthsFulfilled();

    /// <summary>A birth condition can no longer come true.</summary>
    /// <param name="pending">What was waited for and what is there instead.</param>
    void BirthImpossible(string pending);

    /// <summary>The other source of readiness says that it can never tell what is waited for.</summary>
    /// <param name="reason">Why, as one sentence or more, with the remedy.</param>
    void ReadinessFailed(string reason);

    /// <summary>A death dependency has died in a way that matters.</summary>
    void DependencyDied(DependencyDeath death);

    /// <summary>Every process to outlive has ended, or never was. Said at every look that finds it so.</summary>
    void Outlived();
}
