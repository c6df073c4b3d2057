namespace Kubexit.Tests.KubernetesApi;

/// <summary>The end of a pod on its kubelet: TERM, KILL at the end of the first grace, the last status, the end of the object.</summary>
internal sealed class PodEnding(Kubelet kubelet, StoredObject pod, PodRecord record, Action report)
{
    private readonly PodTruth _truth = kubelet.Truth(pod.Uid);
    private readonly HashSet<ContainerRecord> _told = [];
    private readonly Dictionary<ContainerRecord, (int ExitCode, DateTimeOffset At)> _hidden = [];
    private DateTimeOffset _killAt;

    public bool HasBegun { get; private set; }

    /// <summary>Whether the object is being deleted, or gone; otherwise the pod ends by itself and its object stays.</summary>
    public bool IsDeletion { get; set; }

    private DateTimeOffset Now => kubelet.Time.GetUtcNow();

    /// <summary>Only the first call counts: no later wish makes the grace shorter.</summary>
    public void Stop(TimeSpan grace)
    {
        if (HasBegun) return;
        HasBegun = true;
        _truth.TermAt = Now;
        _killAt = Now + grace;
        StopRest();
        kubelet.After(grace, Kill); // Armed last: who ends in the last moment has ended.
    }

    /// <summary>A process has ended. That does not show before the last one has.</summary>
    public void Took(ContainerRecord container, int exitCode)
    {
        _hidden[container] = (exitCode, Now);
        StopRest();
    }

    /// <summary>All processes have ended; what they leave behind is taken down.</summary>
    public void Finish()
    {
        HasBegun = true;
        _truth.EndedAt ??= Now;
        if (!IsDeletion && record.Failure is null)
        {
            Show();
            record.IsDone = true;
            report();
        }
        kubelet.Work.Do(kubelet.Pace.Teardown * Spread(), () => kubelet.After(kubelet.Pace.LastStatus, ReportEnd));
    }

    // The others first; then the sidecars, the last one first.
    private void StopRest()
    {
        var running = record.All.Where(IsAlive).ToList();
        if (running.Count == 0) EndOnce();
        else if (running.Exists(container => !container.IsSidecar)) running.FindAll(container => !container.IsSidecar).ForEach(Term);
        else Term(running[^1]);
    }

    private void Term(ContainerRecord container)
    {
        if (!_told.Add(container)) return;
        var behaviour = kubelet.Behaviour(pod, container.Name);
        if (behaviour.StopTime is { } stop && Now + stop <= _killAt) Later(container, stop, () => Took(container, behaviour.StopExitCode));
        if (behaviour.UnreadyAfterTerm is not { } unready) return;
        Later(container, unready, () =>
        {
            container.IsReady = false;
            report();
        });
    }

    private void Later(ContainerRecord container, TimeSpan delay, Action action) => kubelet.After(delay, () =>
    {
        if (IsAlive(container)) action();
    });

    private void Kill()
    {
        foreach (var container in record.All.Where(IsAlive).ToList())
        {
            _truth.Killed = true;
            _hidden[container] = (137, Now);
        }
        EndOnce();
    }

    private void EndOnce()
    {
        if (_truth.EndedAt is null) Finish();
    }

    private void ReportEnd()
    {
        Show();
        (record.IsDone, record.IsOver, record.HasSandbox) = (true, true, false);
        if (IsDeletion) record.ObservedGeneration = 2;
        report();
        if (IsDeletion) kubelet.Work.Do(kubelet.Pace.Removal, Remove);
        else kubelet.Forget(pod.Uid);
    }

    private void Show()
    {
        foreach (var (container, (exitCode, at)) in _hidden) container.End(exitCode, at);
        _hidden.Clear();
        foreach (var container in record.All.Where(container => container.State is ContainerState.Waiting)) container.GiveUp(Now);
    }

    private void Remove()
    {
        kubelet.Forget(pod.Uid);
        if (kubelet.Store.Find(pod.Path) is { } now && now.Uid == pod.Uid) kubelet.Deletes.Delete(now, new DeleteOptionsBody(Grace: 0));
    }

    private bool IsAlive(ContainerRecord container) => container.IsRunning && !_hidden.ContainsKey(container);

    // Not all pods are the same work. By name, so that every run is the same.
    private double Spread() =>
        1.05 - 0.35 * Math.Pow(pod.Path.Name!.Aggregate(7, (hash, letter) => (hash * 31 + letter) & 0xFFFF) % 100 / 100.0, 3);
}
