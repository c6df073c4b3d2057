using Kubexit.Platform;
using Kubexit.Platform.Portable;

namespace Kubexit.Tests.Contracts;

public sealed class PortableGraveyardStoreTests() : FileGraveyardStoreContract(path => new PortableGraveyardStore(path))
{
    protected override bool TellsLockLoss => false;

    private protected override IGraveyardStore CreateAt(string path) => new PortableGraveyardStore(path);

    [Theory]
    [InlineData("app")]
    [InlineData(".app.tmp")]
    public void Write_DirectoryInTheWay_ThrowsAndLeavesNothing(string inTheWay)
    {
        Store.EnsureExists();
        Directory.CreateDirectory(PathOf(inTheWay));
        Assert.Throws<GraveyardException>(() => Store.Write("app", "x"u8));
        Assert.Equal([PathOf(inTheWay)], Directory.GetFileSystemEntries(Store.Path));
    }
}
