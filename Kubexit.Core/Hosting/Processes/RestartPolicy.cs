namespace Kubexit;

/// <summary>
/// Whether a supervised process that has ended by itself is started again. What counts is the exit code, as for a container.
/// </summary>
public enum RestartPolicy
{
    /// <summary>Never.</summary>
    Never,

    /// <summary>Only when it has failed: by an exit code other than 0, or a signal.</summary>
    OnFailure,

    /// <summary>Always, regardless of its exit code.</summary>
    Always,
}
