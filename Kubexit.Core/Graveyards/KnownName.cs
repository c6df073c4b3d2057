using Kubexit.Platform;

namespace Kubexit.Graveyards;

/// <summary>What a <see cref="GraveyardCensus"/> remembers of one name.</summary>
internal sealed class KnownName(string name, int hash)
{
    public string Name => name;

    public int Hash => hash;

    /// <summary>The name that was added next: usually the next one in the directory too.</summary>
    public KnownName? Next { get; set; }

    /// <summary>What was seen last; <see langword="null"/> as long as nothing has been there.</summary>
    public GraveyardEntry? Entry { get; set; }

    /// <summary>The stamp of the tombstone in <see cref="Entry"/>; the default where it must be read again.</summary>
    public FileStamp Stamp { get; set; }

    /// <summary>The lock; <see langword="null"/> as long as none has been there.</summary>
    public KnownLock? Lock { get; set; }

    /// <summary>Whether there is no lock, and nothing in the tombstone that says there should be.</summary>
    public bool HasNoLock => Lock is null && !IsLockListed && !NamesLife;

    /// <summary>Whether the tombstone in <see cref="Entry"/> names a life.</summary>
    public bool NamesLife { get; set; }

    /// <summary>Whether the directory has told the name of the tombstone in this round.</summary>
    public bool IsListed { get; set; }

    /// <summary>Whether the directory has told the name of the lock in this round.</summary>
    public bool IsLockListed { get; set; }
}
