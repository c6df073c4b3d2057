using Kubexit.Coordination;

namespace Kubexit.Tests.Fakes;

/// <summary>Records the state machine's decisions by name, in order.</summary>
internal sealed class RecordingActions : ICoordinatorActions
{
    public List<string> Done { get; } = [];

    public CoordinatorResult? Result { get; private set; }

    public bool IsOutlived { get; set; }

    public void StartChild() => Done.Add("StartChild");

    public void RecordBorn(bool isReady) => Done.Add(isReady ? "RecordBornReady" : "RecordBorn");

    public void RecordReady() => Done.Add("RecordReady");

    public void RecordAnswer(DependencyDeath death) => Done.Add("RecordAnswer");

    public void StartProbe() => Done.Add("StartProbe");

    public void StartPostStart() => Done.Add("StartPostStart");

    public void StartPreStop() => Done.Add("StartPreStop");

    public void SendStop() => Done.Add("SendStop");

    public void Forward(int signal) => Done.Add("Forward");

    public void Kill() => Done.Add("Kill");

    public void Start(StopClock clock) => Done.Add($"Start{clock}");

    public void Ignore(int signal) => Done.Add("Ignore");

    public void Finish(CoordinatorResult result)
    {
        Result = result;
        Done.Add($"Finish {result.Reason}");
    }
}
