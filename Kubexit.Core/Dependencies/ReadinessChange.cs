namespace Kubexit.Dependencies;

/// <summary>What an <see cref="IReadinessSource"/> reports. Two that say the same are equal.</summary>
public abstract record ReadinessChange
{
    private ReadinessChange()
    {
    }

    /// <summary>The container is ready.</summary>
    /// <param name="name">The container's name.</param>
    /// <returns>The change.</returns>
    public static ReadinessChange Ready(string name) => new IsReady(name);

    /// <summary>The container is optional and does not exist.</summary>
    /// <param name="name">The container's name.</param>
    /// <returns>The change.</returns>
    public static ReadinessChange Absent(string name) => new IsAbsent(name);

    /// <summary>The container can never become ready, or the source will never be able to tell.</summary>
    /// <param name="name">The container's name; <see langword="null"/> when the whole source has failed for good (a forbidden request, a
    /// deleted pod).</param>
    /// <param name="reason">One sentence for a person, with the remedy; may go on for several lines (a Role to paste).</param>
    /// <returns>The change.</returns>
    public static ReadinessChange Impossible(string? name, string reason) => new IsImpossible(name, reason);

    /// <summary>
    /// Why the dependencies are still open: what their containers do, or why the source cannot tell at the moment (it will try again).
    /// The last one is quoted when the wait times out.
    /// </summary>
    /// <param name="reason">One sentence for a person.</param>
    /// <returns>The change.</returns>
    public static ReadinessChange Delayed(string reason) => new IsDelayed(reason);

    internal sealed record IsReady(string Name) : ReadinessChange;

    internal sealed record IsAbsent(string Name) : ReadinessChange;

    internal sealed record IsImpossible(string? Name, string Reason) : ReadinessChange;

    internal sealed record IsDelayed(string Reason) : ReadinessChange;
}
