namespace Kubexit;

/// <summary>
/// Whether a supervised process that has ended by itself is started again. What counts is the exit code, as for a container.
/// </summary>
public enum RestartPolicy
{
    /// <summary>It is not.</summary>
    Never,

    /// <summary>When it has failed: by an exit code other than 0, or a signal.</summary>
    OnFailure,

    /// <summary>Whatever its exit code.</summary>
    Always,
}
