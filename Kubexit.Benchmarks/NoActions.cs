using Kubexit.Coordination;

namespace Kubexit.Benchmarks;

/// <summary>Does nothing, so that only the decisions are measured.</summary>
internal sealed class NoActions : ICoordinatorActions
{
    public bool IsOutlived => true;

    public void StartChild()
    {
    }

    public void RecordBorn(bool isReady)
    {
    }

    public void RecordReady()
    {
    }

    public void RecordAnswer(DependencyDeath death)
    {
    }

    public void StartProbe()
    {
    }

    public void StartPostStart()
    {
    }

    public void StartPreStop()
    {
    }

    public void SendStop()
    {
    }

    public void Forward(int signal)
    {
    }

    public void Kill()
    {
    }

    public void Start(StopClock clock)
    {
    }

    public void Ignore(int signal)
    {
    }

    public void Finish(CoordinatorResult result)
    {
    }
}
