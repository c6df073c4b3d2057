using Kubexit.NodeAgent;
using Kubexit.NodeTermination;

namespace Kubexit.Tests.NodeAgent;

internal sealed class SilentObserver : IDrainObserver
{
    public void Asked(DrainPod pod, TimeSpan grace, bool evicted)
    {
    }

    public void Refused(Refusal refusal)
    {
    }

    public void Planned(DrainPlan plan)
    {
    }

    public void BlockedNow(int pods)
    {
    }

    public void Blocked(IReadOnlyList<string> pods)
    {
    }
}
