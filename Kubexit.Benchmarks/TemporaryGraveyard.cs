using System.Globalization;
using Kubexit.Graveyards;

namespace Kubexit.Benchmarks;

/// <summary>
/// A graveyard, in memory (an <c>emptyDir</c> of medium Memory is the same) unless a folder is named, that goes away again.
/// </summary>
internal sealed class TemporaryGraveyard : IDisposable
{
    /// <summary>As a process that ended well leaves it.</summary>
    public static readonly byte[] Dead = TombstoneText.Write(new Tombstone
    {
        Born = new DateTimeOffset(2026, 11, 20, 10, 0, 0, TimeSpan.Zero),
        Died = new DateTimeOffset(2026, 11, 20, 10, 0, 1, TimeSpan.Zero),
        ExitCode = 0,
    });

    private const string Memory = "/dev/shm";

    /// <param name="folder">Where to make it; in memory by default.</param>
    public TemporaryGraveyard(string? folder = null)
    {
        folder ??= Directory.Exists(Memory) ? Memory : System.IO.Path.GetTempPath();
        Path = System.IO.Path.Combine(folder, $"kubexit-{Guid.NewGuid():N}");
        Directory.CreateDirectory(Path);

        // As Kubexit creates it: open to every user, sticky.
        const UnixFileMode everybody = (UnixFileMode)0x1FF;
        File.SetUnixFileMode(Path, everybody | UnixFileMode.StickyBit);
    }

    public string Path { get; }

    public static string NameOf(int number) => string.Create(CultureInfo.InvariantCulture, $"neighbour-{number:D5}");

    public string PathOf(string name) => System.IO.Path.Combine(Path, name);

    public void Fill(int tombstones)
    {
        for (var i = 0; i < tombstones; i++) File.WriteAllBytes(PathOf(NameOf(i)), Dead);
    }

    /// <summary>Writes a dead tombstone beside its place; the result renames it there.</summary>
    public Rename PrepareDeath(string name) => Prepare(name, Dead);

    /// <summary>Writes any tombstone beside its place; the result renames it there.</summary>
    public Rename Prepare(string name, byte[] tombstone)
    {
        var temporary = PathOf($".{name}.tmp");
        File.WriteAllBytes(temporary, tombstone);
        return new Rename(temporary, PathOf(name));
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
