namespace Kubexit.Dependencies;

/// <summary>What an <see cref="IReadinessSource"/> reports: one of the sealed cases nested here.</summary>
public abstract record ReadinessChange
{
    private ReadinessChange()
    {
    }

    /// <summary>The container is ready.</summary>
    /// <param name="Name">The container's name.</param>
    public sealed record Ready(string Name) : ReadinessChange;

    /// <summary>The container is optional and does not exist.</summary>
    /// <param name="Name">The container's name.</param>
    public sealed record Absent(string Name) : ReadinessChange;

    /// <summary>The container can never become ready, or the source will never be able to tell.</summary>
    /// <param name="Name">The container's name; <see langword="null"/> when the whole source has failed for good (a forbidden request, a deleted pod).</param>
    /// <param name="Reason">One sentence for a person, with the remedy; may go on for several lines (a Role to paste).</param>
    public sealed record Impossible(string? Name, string Reason) : ReadinessChange;

    /// <summary>
    /// Why the dependencies are still open: what their containers do, or why the source cannot tell at the moment (it will try again).
    /// The last one is quoted when the wait times out.
    /// </summary>
    /// <param name="Reason">One sentence for a person.</param>
    public sealed record Delayed(string Reason) : ReadinessChange;
}
