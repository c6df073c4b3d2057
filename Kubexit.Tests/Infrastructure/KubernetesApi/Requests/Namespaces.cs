namespace Kubexit.Tests.KubernetesApi;

/// <summary>Whether something may be created in a namespace. One that nobody has put into the store is taken to exist, unless the store is
/// told to be strict.</summary>
internal static class Namespaces
{
    public static void Admit(ObjectStore store, ResourceKind kind, string name, string ns)
    {
        var found = store.Find(ResourcePath.Of(ResourceKinds.Namespace, null, ns));
        if (found is null && store.KnowsItsNamespaces) throw new ApiFailure(StatusBody.NotFound(ResourceKinds.Namespace, ns));
        if (found?.IsBeingDeleted == true) throw new ApiFailure(StatusBody.NamespaceTerminating(kind, name, ns));
    }
}
