using Kubexit.NodeTermination;

namespace Kubexit.Tests.NodeTermination;

internal sealed class SilentObserver : IDrainObserver
{
    public void Asked(DrainPod pod, TimeSpan grace, bool evicted)
    {
    }

    public void Refused(Refusal refusal)
    {
    }
}
