using System.Net.Sockets;
using Kubexit.Configuration;
using Kubexit.Graveyards;
using Kubexit.Platform;
using Kubexit.Tests.Infrastructure;

namespace Kubexit.Tests.Contracts;

/// <summary>What a store on a disk does with what neighbours may plant there, and between processes.</summary>
public abstract class FileGraveyardStoreContract : GraveyardStoreContract
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kubexit-store-");
    private readonly Lazy<IGraveyardStore> _store;

    private protected FileGraveyardStoreContract(Func<string, IGraveyardStore> create) =>
        _store = new Lazy<IGraveyardStore>(() => create(Path.Combine(_folder.FullName, "parent", "graveyard")));

    internal override IGraveyardStore Store => _store.Value;

    public override void Dispose()
    {
        base.Dispose();
        _folder.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }

    protected override void RemoveDirectory() => Directory.Delete(Store.Path, recursive: true);

    protected override void Delete(string name) => File.Delete(PathOf(name));

    [Fact]
    public void Read_B10_Link_IsRefused()
    {
        Store.EnsureExists();
        File.WriteAllText(Outside, "secret");
        File.CreateSymbolicLink(PathOf("app"), Outside);
        Assert.Equal("it is a symbolic link", Store.Read("app", new byte[100]).Problem);
        File.CreateSymbolicLink(PathOf("dangling"), "/nowhere");
        Assert.Equal("it is a symbolic link", Store.Read("dangling", new byte[100]).Problem);
    }

    [Fact]
    public void Read_Directory_IsRefused()
    {
        Store.EnsureExists();
        Directory.CreateDirectory(PathOf("app"));
        Assert.Equal("it is a directory", Store.Read("app", new byte[100]).Problem);
    }

    [Fact]
    public void Read_FifoOrSocket_NeitherBlocksNorYieldsAnything()
    {
        Store.EnsureExists();
        Assert.Equal(0, LibC.MakeFifo(PathOf("fifo"), 0x1a4 /* 0644 */));
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(PathOf("s")));
        foreach (var name in new[] { "fifo", "s" })
        {
            var file = Store.Read(name, new byte[100]);
            Assert.True(file.Kind == StoredFileKind.Refused || file == StoredFile.Found(0), file.ToString());
        }
    }

    [Theory]
    [InlineData("app")]
    [InlineData(".app.tmp")]
    public void Write_B10_Link_IsReplacedAndNotFollowed(string link)
    {
        Store.EnsureExists();
        File.WriteAllText(Outside, "precious");
        File.CreateSymbolicLink(PathOf(link), Outside);
        Store.Write("app", "x"u8);
        Assert.Equal("precious", File.ReadAllText(Outside));
        Assert.Equal("x", ReadText("app"));
    }

    [Fact]
    public void Write_FifoPlantedWhereItWrites_IsReplaced()
    {
        Store.EnsureExists();
        Assert.Equal(0, LibC.MakeFifo(PathOf(".app.tmp"), 0x1a4));
        Store.Write("app", "x"u8);
        Assert.Equal("x", ReadText("app"));
    }

    [Fact]
    public void TryLock_B10_Link_IsNotFollowed()
    {
        Store.EnsureExists();
        File.WriteAllText(Outside, "precious");
        File.CreateSymbolicLink(PathOf(".app.alive"), Outside);
        Assert.Equal(LockState.Unknown, Store.Probe("app").State);
        ILifeLock? held = null;
        try
        {
            held = Store.TryLock("app", "1");
            Assert.Equal(LockState.Held, Store.Probe("app").State);
        }
        catch (GraveyardException)
        {
            Assert.Equal(LockState.Unknown, Store.Probe("app").State);
        }

        held?.Dispose();
        Assert.Equal("precious", File.ReadAllText(Outside));
    }

    [Fact]
    public void Probe_Directory_CannotTell()
    {
        Store.EnsureExists();
        Directory.CreateDirectory(PathOf(".dir.alive"));
        Assert.Equal(LockState.Unknown, Store.Probe("dir").State);
    }

    [Fact]
    public void EnsureExists_FileInTheWay_Throws()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Store.Path)!);
        File.WriteAllText(Store.Path, "");
        Assert.Contains($"Cannot create", Assert.Throws<GraveyardException>(Store.EnsureExists).Message);
    }

    private protected abstract IGraveyardStore CreateAt(string path);

    private protected string PathOf(string name) => Path.Combine(Store.Path, name);

    private string Outside => Path.Combine(_folder.FullName, "outside");
}
