namespace Kubexit.Dependencies;

/// <summary>One look at an object of the cluster. Two that say the same are equal.</summary>
/// <param name="Name">The dependency's name, as it was typed.</param>
internal sealed record ObjectLook(string Name)
{
    /// <summary><see cref="Vitality.Dead"/> when it is over, <see cref="Vitality.Vanished"/> when it was deleted before.</summary>
    public Vitality Vitality { get; init; }

    /// <summary>Its life: a new object of the same name has another one.</summary>
    public string? Uid { get; init; }

    /// <summary>Whether it has been started.</summary>
    public bool IsBorn { get; init; }

    public bool IsReady { get; init; }

    /// <summary>Whether its end is certain, though something of it may still run: the moment to stop early.</summary>
    public bool IsDecided { get; init; }

    /// <summary>How it ended; <see langword="null"/> when it has not, or was deleted before.</summary>
    public bool? HasSucceeded { get; init; }

    /// <summary>Whether there is no such object any more.</summary>
    public bool IsGone { get; init; }

    /// <summary>Whether its owner will make another one of this name after its end.</summary>
    public bool ComesBack { get; init; }

    /// <summary>For a person, after the name: <c>has 1 of 3 replicas available</c>. Printable.</summary>
    public string State { get; init; } = "";

    /// <summary>The object does not exist, and was not seen before.</summary>
    public static ObjectLook Absent(string name) => new(name) { State = "does not exist" };

    /// <summary>The same object after it was deleted: what it ended as stays true.</summary>
    public ObjectLook Deleted() => this with
    {
        Vitality = IsDecided ? Vitality.Dead : Vitality.Vanished,
        IsReady = false,
        IsGone = true,
        State = IsDecided ? State : "was deleted",
    };
}
