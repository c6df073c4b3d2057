namespace Kubexit.Tests.Fakes;

/// <summary>Records what the state machine decides, each decision as one word.</summary>
internal sealed class RecordingActions : ICoordinatorActions
{
    public List<string> Log { get; } = [];

    public CoordinatorResult? Result { get; private set; }

    public bool IsOutlived { get; set; }

    public void StartChild() => Log.Add("start");

    public void RecordBorn(bool isReady) => Log.Add(isReady ? "born and ready" : "born");

    public void RecordReady() => Log.Add("ready");

    public void RecordAnswer(DependencyDeath death) => Log.Add($"answer {death.Name}");

    public void StartProbe() => Log.Add("probe");

    public void StartPostStart() => Log.Add("postStart");

    public void StartPreStop() => Log.Add("preStop");

    public void SendStop() => Log.Add("stop");

    public void Forward(int signal) => Log.Add($"forward {SignalName.Of(signal)}");

    public void Kill() => Log.Add("kill");

    public void StartGrace() => Log.Add("grace");

    public void StartOutlive() => Log.Add("outlive");

    public void StartDeadline() => Log.Add("deadline");

    public void Ignore(int signal) => Log.Add($"ignore {SignalName.Of(signal)}");

    public void Finish(CoordinatorResult result)
    {
        Result = result;
        Log.Add("finish");
    }
}
