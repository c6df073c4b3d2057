namespace Kubexit;

/// <summary>What must have happened to a dependency before this process is started.</summary>
public enum BirthCondition
{
    /// <summary>The dependency is ready for use by others. The default.</summary>
    Ready,

    /// <summary>The dependency has been started.</summary>
    Born,

    /// <summary>The dependency has ended with exit code 0.</summary>
    Succeeded,

    /// <summary>The dependency has ended, well or badly.</summary>
    Died,
}
