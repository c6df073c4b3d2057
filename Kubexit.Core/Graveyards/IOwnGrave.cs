namespace Kubexit.Graveyards;

/// <summary>The place of this process itself in the graveyard that it watches. Called on the event loop.</summary>
internal interface IOwnGrave
{
    /// <summary>The name of this process.</summary>
    string Name { get; }

    /// <summary>The graveyard was removed and stands again: lock and tombstone are to be put there anew.</summary>
    void Restore();

    /// <summary>
    /// A neighbour may have touched the lock or the tombstone. Also called when nobody has, and after each write of our own.
    /// </summary>
    void Check();
}
