using System.Text.Json.Nodes;

namespace Kubexit.Tests.KubernetesApi;

/// <summary>One pod on its kubelet: its containers start, become ready, end and start again. <see cref="PodEnding"/> has the rest of its
/// life.</summary>
internal sealed class PodWorker
{
    private readonly Kubelet _kubelet;
    private readonly StoredObject _pod;
    private readonly PodRecord _record;
    private readonly PodEnding _ending;
    private readonly Dictionary<ContainerRecord, int> _restarts = [];
    private TimeSpan? _firstGrace;
    private bool _isGone;

    public PodWorker(Kubelet kubelet, StoredObject pod)
    {
        (_kubelet, _pod) = (kubelet, pod);
        _record = new(pod.Copy()["spec"]!.AsObject()) { StartTime = Now };
        _ending = new(kubelet, pod, _record, Report);
    }

    private KubeletPace Pace => _kubelet.Pace;

    private DateTimeOffset Now => _kubelet.Time.GetUtcNow();

    /// <summary>Starts a new pod, or takes over one whose status says that it runs already.</summary>
    public void Begin()
    {
        if (_pod.Text("status.phase") == "Running")
        {
            TakeOver();
            return;
        }
        After(Pace.FirstStatus, Report);
        After(Pace.FirstStatus + Pace.Sandbox, () =>
        {
            _record.HasSandbox = true;
            Report();
            StartNext();
        });
        if (_pod.Find("spec.activeDeadlineSeconds")?.GetInt64() is { } deadline) After(TimeSpan.FromSeconds(deadline), PassDeadline);
    }

    public void Look(StoredObject now)
    {
        if (!now.IsBeingDeleted || _ending.IsDeletion) return;
        _ending.IsDeletion = true;
        var grace = now.Find("metadata.deletionGracePeriodSeconds")!.Value.GetInt64();
        if (grace == 0 && !now.HasFinalizers) return; // The object goes at once; what follows is seen then.
        _firstGrace = grace == 0 ? Pace.ForcedGrace : TimeSpan.FromSeconds(grace);
        _kubelet.After(Pace.Answer, () =>
        {
            if (_record.IsOver) return;
            _record.ObservedGeneration = 2;
            Report();
        });
        _kubelet.After(Pace.Term, () => _ending.Stop(_firstGrace.Value));
    }

    /// <summary>Somebody took the object away. The processes still have what is left of their first grace, or a little.</summary>
    public void ObjectGone()
    {
        _isGone = true;
        _ending.IsDeletion = true;
        if (_record.IsOver) _kubelet.Forget(_pod.Uid);
        else if (_firstGrace is null) _ending.Stop(Pace.ForcedGrace);
    }

    private void TakeOver()
    {
        _record.HasSandbox = _record.IsInitialized = true;
        foreach (var container in _record.All)
        {
            if (container.IsStep) container.End(0, Now);
            else Run(container, isTakenOver: true);
        }
    }

    private void StartNext()
    {
        if (_record.Init.FirstOrDefault(container => container.IsStep ? !container.IsReady : !container.IsStarted) is { } next)
        {
            if (!next.IsRunning) After(Pace.ContainerStart, () => Start(next));
            return;
        }
        if (_record.Main.Any(container => container.HasRun)) return;
        if (!_record.IsInitialized)
        {
            _record.IsInitialized = true;
            Report();
        }
        After(Pace.ContainerStart, () =>
        {
            foreach (var container in _record.Main) Run(container);
            Report();
        });
    }

    private void Start(ContainerRecord container)
    {
        Run(container);
        Report();
        if (container is { IsSidecar: true, IsStarted: true }) StartNext();
    }

    private void Run(ContainerRecord container, bool isTakenOver = false)
    {
        container.Run(Now);
        var behaviour = _kubelet.Behaviour(_pod, container.Name);
        var (startup, readiness) = isTakenOver ? (null, null) : (behaviour.StartedAfter, behaviour.ReadyAfter);
        container.IsStarted = startup is null;
        container.IsReady = startup is null && readiness is null && !container.IsStep;
        if (behaviour.EndsAfter is { } own) Later(container, own, () => End(container, behaviour.ExitCode));
        if (startup is { } started)
        {
            Later(container, started, () =>
            {
                container.IsStarted = true;
                container.IsReady = readiness is null;
                Report();
                if (container.IsSidecar) After(Pace.Restart, StartNext);
            });
        }
        if (readiness is not { } ready) return;
        Later(container, (startup ?? TimeSpan.Zero) + ready, () =>
        {
            container.IsReady = true;
            Report();
        });
    }

    private void End(ContainerRecord container, int exitCode)
    {
        if (_ending.HasBegun)
        {
            _ending.Took(container, exitCode);
            return;
        }
        container.End(exitCode, Now);
        var endedAt = Now;
        After(Pace.Report, () =>
        {
            if (container.Restarts(exitCode))
            {
                Report();
                Restart(container, endedAt);
            }
            else if (container.IsStep) EndStep(exitCode);
            else if (_record.Main.All(main => main.State is ContainerState.Terminated)) EndWork();
            else Report();
        });
    }

    private void EndStep(int exitCode)
    {
        if (exitCode != 0)
        {
            _ending.Finish();
            return;
        }
        Report();
        StartNext();
    }

    // The work is done: what only helps may end as well.
    private void EndWork()
    {
        if (!_record.Init.Any(container => container.IsRunning))
        {
            _ending.Finish();
            return;
        }
        Report();
        _ending.Stop(Grace());
    }

    private void Restart(ContainerRecord container, DateTimeOffset endedAt)
    {
        var count = _restarts[container] = _restarts.GetValueOrDefault(container) + 1;
        if (count == 1)
        {
            After(Pace.Restart, () => Start(container));
            return;
        }
        var backOff = Pace.BackOff * Math.Min(Math.Pow(2, count - 2), 30);
        var left = endedAt + backOff - Now;
        After(Pace.ShowsBackOffLate ? left - Pace.BackOffShown : Pace.BackOffShown, () =>
        {
            container.Wait("CrashLoopBackOff",
                $"back-off {backOff.TotalSeconds:0}s restarting failed container={container.Name} "
                + $"pod={_pod.Path.Name}_{_pod.Path.Namespace}({_pod.Uid})");
            Report();
        });
        After(left, () => Start(container));
    }

    private void PassDeadline()
    {
        if (_record.IsDone) return;
        _record.Failure = ("DeadlineExceeded", "Pod was active on the node longer than the specified deadline");
        Report();
        _ending.Stop(Grace());
    }

    private TimeSpan Grace() => TimeSpan.FromSeconds(_pod.Find("spec.terminationGracePeriodSeconds")?.GetInt64() ?? 30);

    // What belongs to one life of a container.
    private void Later(ContainerRecord container, TimeSpan delay, Action action)
    {
        var life = container.RestartCount;
        _kubelet.After(delay, () =>
        {
            if (container.IsRunning && container.RestartCount == life) action();
        });
    }

    // What no longer matters once the pod ends.
    private void After(TimeSpan delay, Action action) => _kubelet.After(delay, () =>
    {
        if (!_ending.HasBegun) action();
    });

    private void Report()
    {
        if (_isGone) return;
        _kubelet.Store.Change(_pod.Path, json =>
        {
            if ((string?)json["metadata"]!["uid"] == _pod.Uid) json["status"] = _record.ToStatus(json["status"] as JsonObject, Now);
        });
    }
}
