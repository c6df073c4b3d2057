using Kubexit.Platform;
using Kubexit.Platform.Portable;

namespace Kubexit.Tests.Contracts;

public sealed class PortableGraveyardStoreTests() : FileGraveyardStoreContract(path => new PortableGraveyardStore(path))
{
    protected override bool TellsLockLoss => false;

    private protected override IGraveyardStore CreateAt(string path) => new PortableGraveyardStore(path);
}
