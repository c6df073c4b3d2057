namespace Kubexit.Benchmarks.Watching;

/// <summary>A way to learn of the death of <c>client</c>. Each class of this assembly that derives from it takes part.</summary>
public abstract class Watcher
{
    /// <summary>What the tables call it.</summary>
    public abstract string Name { get; }

    /// <summary>Whether it has read the tombstone when it calls back, rather than heard the name. Like is compared with like.</summary>
    public abstract bool ReadsTombstone { get; }

    /// <summary>How often it looks by itself; zero for one that the file system tells.</summary>
    public virtual TimeSpan Period => TimeSpan.Zero;

    /// <summary>The one that those of its kind are compared with.</summary>
    public virtual bool IsBaseline => false;

    /// <summary>Every contestant: first those that are told, by kind and name, then those that poll.</summary>
    public static IReadOnlyList<Watcher> All { get; } =
    [
        .. typeof(Watcher).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(Watcher)) && !t.IsAbstract)
            .Select(t => (Watcher)Activator.CreateInstance(t)!)
            .OrderBy(w => w.Period).ThenBy(w => w.ReadsTombstone).ThenBy(w => w.Name, StringComparer.Ordinal),
    ];

    /// <summary>Starts to watch.</summary>
    /// <param name="directory">The graveyard. It is there.</param>
    /// <param name="onKnown">To be called, on any thread, at every event that may tell of the death, once it is known.</param>
    /// <returns>Ends the watch; <see langword="null"/> when it ends with the directory.</returns>
    public abstract IDisposable? Watch(string directory, Action onKnown);

    /// <inheritdoc/>
    public sealed override string ToString() => Name;
}
