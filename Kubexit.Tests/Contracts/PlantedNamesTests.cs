using System.Runtime.Versioning;
using Kubexit.Platform;
using Kubexit.Platform.Linux;
using Kubexit.Tests.Infrastructure;

namespace Kubexit.Tests.Contracts;

/// <summary>
/// A neighbour that plants something in the place of a tombstone or a lock neither prevents our write nor redirects it.
/// </summary>
[SupportedOSPlatform("linux")]
public sealed class PlantedNamesTests : IDisposable
{
    private static readonly byte[] Ours = "Waiting: ours\n"u8.ToArray();

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kubexit-planted-");
    private readonly LinuxGraveyardStore _store;

    public PlantedNamesTests()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "This is about Linux files.");
        _store = new LinuxGraveyardStore(Path.Combine(_folder.FullName, "graveyard"));
        _store.EnsureExists();
    }

    public void Dispose() => _folder.Delete(recursive: true);

    public static TheoryData<string, string> Plants()
    {
        var rows = new TheoryData<string, string>();
        foreach (var name in new[] { "app", ".app.tmp", ".app.alive" })
        {
            foreach (var kind in new[] { "directory", "full directory", "link", "dangling link", "hard link", "FIFO", "file",
                "read-only file" }) rows.Add(name, kind);
        }

        return rows;
    }

    [Theory]
    [MemberData(nameof(Plants))]
    public void WriteAndTryLock_SomethingIsPlanted_BothSucceedAndNothingElseChanges(string name, string kind)
    {
        var outside = Path.Combine(_folder.FullName, "outside");
        File.WriteAllText(outside, "precious");
        Plant(PathOf(name), kind, outside);
        using var held = _store.TryLock("app", "1");
        _store.Write("app", Ours);
        Assert.NotNull(held);
        Assert.True(held.IsInPlace);
        Assert.Equal(new LockProbe(LockState.Held, "1"), _store.Probe("app"));
        Assert.Equal(Ours, File.ReadAllBytes(PathOf("app")));
        Assert.Equal("precious", File.ReadAllText(outside));
        Assert.False(new FileInfo(PathOf("app")).Attributes.HasFlag(FileAttributes.ReparsePoint));
    }

    [Fact]
    public void TryLock_FreeLockIsANeighboursTombstoneByAnotherName_ThatIsNotWrittenTo()
    {
        _store.Write("db", "Born: never\n"u8);
        Assert.Equal(0, LibC.Link(PathOf("db"), PathOf(".app.alive")));
        using var held = _store.TryLock("app", "1");
        Assert.NotNull(held);
        Assert.Equal("Born: never\n", File.ReadAllText(PathOf("db")));
    }

    [Fact]
    public void Mend_NeighbourWritesAnotherLifeIntoOurLock_IsWrittenOver()
    {
        using var held = _store.TryLock("app", "1")!;
        Assert.True(held.Mend());
        File.WriteAllText(PathOf(".app.alive"), "a-much-longer-life-of-somebody-else\n");
        Assert.False(held.Mend());
        Assert.Equal(new LockProbe(LockState.Held, "1"), _store.Probe("app"));
        Assert.True(held.Mend());
    }

    [Fact]
    public void Mend_NeighbourTakesTheRightToReadFromOurLock_IsGivenBack()
    {
        using var held = _store.TryLock("app", "1")!;
        Assert.Equal(0, LibC.ChangeMode(PathOf(".app.alive"), 0));
        held.Mend();
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead,
            File.GetUnixFileMode(PathOf(".app.alive")));
    }

    private static void Plant(string path, string kind, string outside)
    {
        switch (kind)
        {
            case "directory":
                Directory.CreateDirectory(path);
                break;
            case "full directory":
                Directory.CreateDirectory(Path.Combine(path, "child"));
                break;
            case "link":
                File.CreateSymbolicLink(path, outside);
                break;
            case "dangling link":
                File.CreateSymbolicLink(path, outside + "-not");
                break;
            case "hard link":
                Assert.Equal(0, LibC.Link(outside, path));
                break;
            case "FIFO":
                Assert.Equal(0, LibC.MakeFifo(path, 0x1a4 /* 0644 */));
                break;
            default:
                File.WriteAllText(path, new string('x', 100_000));
                if (kind == "read-only file") Assert.Equal(0, LibC.ChangeMode(path, 0));
                break;
        }
    }

    private string PathOf(string name) => Path.Combine(_store.Path, name);
}
