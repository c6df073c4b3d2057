namespace Kubexit;

/// <summary>The exit code after a stop that Kubexit itself caused and that stayed within the grace period.</summary>
public enum DeathExitCode
{
    /// <summary>The child's own. The default.</summary>
    Child,

    /// <summary>0: a helper that was told to go has done nothing wrong.</summary>
    Zero,

    /// <summary>That of the dependency that died.</summary>
    Dependency,
}
