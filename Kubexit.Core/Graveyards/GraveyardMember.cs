using Kubexit.Configuration;
using Kubexit.Graveyards;
using Kubexit.Platform;

namespace Kubexit;

/// <summary>
/// A process's own place in a graveyard: the lock it holds as long as it lives, and its tombstone. Dispose it last: that releases the
/// lock, and a tombstone without <see cref="Tombstone.Died"/> then reads as a death that nobody recorded.
/// </summary>
/// <remarks>Not thread-safe: one owner.</remarks>
public sealed class GraveyardMember : IDisposable
{
    private readonly IGraveyardStore _store;
    private ILifeLock _lifeLock;
    /// <summary>Of whoever does not say whose deaths it answers.</summary>
    private const int MaxAnswers = 100;

    private byte[] _carved = [];
    private bool _disposed;

    private GraveyardMember(
        IGraveyardStore store, string name, string life, ILifeLock lifeLock, Tombstone? previous, IReadOnlyCollection<string>? dependencies)
    {
        _store = store;
        _lifeLock = lifeLock;
        Name = name;
        Life = life;
        Previous = previous;

        // Of a text that anybody could have planted only what we can have written is carried on.
        var answered = new Dictionary<string, AnsweredDeath>();
        foreach (var (dependency, death) in (previous ?? new Tombstone()).Answered)
        {
            if (dependencies?.Contains(dependency) ?? answered.Count < MaxAnswers) answered.Add(dependency, death);
        }

        Current = new Tombstone { Life = life, Answered = answered };
    }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>The random id of this life.</summary>
    public string Life { get; }

    internal string Path => System.IO.Path.Combine(_store.Path, Name);

    internal string TemporaryPath => System.IO.Path.Combine(_store.Path, GraveyardFileNames.Temporary(Name));

    /// <summary>Why neighbours would not notice if this process were killed; <see langword="null"/> when they would.</summary>
    internal string? LockProblem => _lifeLock.Problem;

    /// <summary>The tombstone of an earlier life that stood here before; <see langword="null"/> in the first life.</summary>
    public Tombstone? Previous { get; }

    /// <summary>The tombstone as it was last carved, or meant to be carved.</summary>
    public Tombstone Current { get; private set; }

    /// <summary>
    /// Takes the lock, reads the tombstone of an earlier life, and replaces it by one that says <see cref="Tombstone.Waiting"/>.
    /// </summary>
    /// <param name="store">The graveyard's files.</param>
    /// <param name="name">The name to take.</param>
    /// <param name="time">The clock.</param>
    /// <param name="dependencies">Whose deaths this process answers; <see langword="null"/> when it does not say.</param>
    /// <param name="awaits">What the tombstone tells of them: <see cref="Tombstone.Awaits"/>.</param>
    /// <exception cref="GraveyardException">The graveyard cannot be used, or a living process holds the name.</exception>
    internal static GraveyardMember Join(
        IGraveyardStore store, string name, TimeProvider time, IReadOnlyCollection<string>? dependencies = null, string? awaits = null)
    {
        store.EnsureExists();

        var life = PlatformServices.RandomId();
        var lifeLock = store.TryLock(name, life) ?? throw new GraveyardException(
            $"Cannot join graveyard '{store.Path}' as '{name}': a living process holds that name. Give each process its own "
                + $"{OptionNames.Word("Name")}; a nested kubexit needs one too.");
        try
        {
            var member = new GraveyardMember(store, name, life, lifeLock, TombstoneReader.Read(store, name, out _), dependencies);
            member.Carve(member.Current with { Waiting = time.GetUtcNow(), Awaits = awaits });
            return member;
        }
        catch
        {
            lifeLock.Dispose();
            throw;
        }
    }

    /// <summary>Replaces this process's tombstone, atomically.</summary>
    /// <param name="tombstone">The new tombstone; derive it from <see cref="Current"/>.</param>
    /// <exception cref="ObjectDisposedException">The membership has ended.</exception>
    /// <exception cref="GraveyardException">It cannot be written. <see cref="Current"/> is the new one all the same, for another
    /// try.</exception>
    public void Carve(Tombstone tombstone)
    {
        ArgumentNullException.ThrowIfNull(tombstone);
        ObjectDisposedException.ThrowIf(_disposed, this);
        Current = tombstone;
        _carved = TombstoneText.Write(tombstone);
        _store.Write(Name, _carved);
    }

    /// <summary>After the graveyard was removed under us and stands again: takes the lock and carves the tombstone anew.</summary>
    /// <exception cref="GraveyardException">It cannot be done.</exception>
    internal void Rejoin()
    {
        if (!_lifeLock.IsInPlace)
        {
            _store.EnsureExists();

            // To take the lock is to wait for it a while, which is in vain here and holds up the loop.
            var taken = (IsSupplanted ? null : _store.TryLock(Name, Life)) ?? throw new GraveyardException(
                $"Cannot join graveyard '{_store.Path}' again as '{Name}': another process has taken that name. Give each process its "
                    + $"own {OptionNames.Word("Name")}.");
            _lifeLock.Dispose();
            _lifeLock = taken;
        }

        Carve(Current);
    }

    /// <summary>
    /// What a neighbour has done to our lock or our tombstone, for a person; <see langword="null"/> when both are as we left them.
    /// </summary>
    /// <remarks>A lock that was only written to is put right here; the rest is for <see cref="Rejoin"/>.</remarks>
    internal string? FindDamage()
    {
        if (_lifeLock.Problem is null && !_lifeLock.IsInPlace) return "its lock file was removed or replaced";
        if (!_lifeLock.Mend()) return "its lock file was changed";
        Span<byte> buffer = stackalloc byte[2048];
        if (_carved.Length >= buffer.Length) buffer = new byte[_carved.Length + 1];
        var file = _store.Read(Name, buffer);
        var isOurs = file.Kind == StoredFileKind.Found && buffer[..file.Length].SequenceEqual(_carved);
        return isOurs ? null : "its tombstone was removed or replaced";
    }

    /// <summary>
    /// Whether somebody else holds the lock that stands under our name: then it cannot be had, and must not be waited for.
    /// </summary>
    internal bool IsSupplanted => !_lifeLock.IsInPlace && _store.Probe(Name).State == LockState.Held;

    /// <summary>Releases the lock.</summary>
    public void Dispose()
    {
        _disposed = true;
        _lifeLock.Dispose();
    }
}
