namespace Kubexit.Dependencies;

/// <summary>The kinds of objects of a cluster that can be waited for. Each is written in lower case before the slash of a name.</summary>
internal enum ObjectKind
{
    Pod,
    Job,
    Deployment,
    StatefulSet,
    DaemonSet,
    Service,
}
