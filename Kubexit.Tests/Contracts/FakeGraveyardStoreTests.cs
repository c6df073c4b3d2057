using Kubexit.Platform;
using Kubexit.Tests.Fakes;

namespace Kubexit.Tests.Contracts;

public sealed class FakeGraveyardStoreTests : GraveyardStoreContract
{
    private readonly FakeGraveyardStore _store = new();

    internal override IGraveyardStore Store => _store;

    protected override void RemoveDirectory() => _store.Remove();

    protected override void Delete(string name) => _store.Delete(name);
}
