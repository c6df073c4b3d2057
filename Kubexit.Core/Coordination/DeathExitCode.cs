using Kubexit.Configuration;

namespace Kubexit;

/// <summary>The exit code after a stop that Kubexit itself caused and that stayed within the grace period.</summary>
public readonly record struct DeathExitCode
{
    private DeathExitCode(int? code, bool isDependencys) => (Code, IsDependencys) = (code, isDependencys);

    /// <summary>The child's own. The default.</summary>
    public static DeathExitCode Child => default;

    /// <summary>0: a helper that was told to go has done nothing wrong.</summary>
    public static DeathExitCode Zero => Of(0);

    /// <summary>That of the dependency that died.</summary>
    public static DeathExitCode Dependency => new(null, true);

    /// <summary>The code itself; <see langword="null"/> for the child's or the dependency's.</summary>
    internal int? Code { get; }

    internal bool IsDependencys { get; }

    /// <summary>Always the same code, for a policy outside that acts on it.</summary>
    /// <param name="code">The code, 0 to 255.</param>
    /// <returns>The choice.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="code"/> is out of range.</exception>
    public static DeathExitCode Of(int code) => new(Limits.ExitCode(code), false);

    /// <summary>The word or number as a variable has it.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => IsDependencys ? "dependency" : Code switch
    {
        null => "child",
        0 => "zero",
        var code => $"{code}",
    };
}
