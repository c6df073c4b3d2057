namespace Kubexit;

/// <summary>What must happen to a dependency for this process to be stopped.</summary>
public enum DeathCondition
{
    /// <summary>The dependency has ended, well or badly. The default.</summary>
    Died,

    /// <summary>The dependency has ended with exit code 0.</summary>
    Succeeded,

    /// <summary>The dependency has ended in any other way: another exit code, a signal, or without recording its end.</summary>
    Failed,
}
