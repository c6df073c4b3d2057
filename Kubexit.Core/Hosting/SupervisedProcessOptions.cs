using Kubexit.Coordination;
using Kubexit.Supervision;

namespace Kubexit.Hosting;

/// <summary>One helper process of an application.</summary>
internal sealed record SupervisedProcessOptions(ChildStartInfo Child, Action<CoordinatorOptions> Configure, bool StopsHost);
