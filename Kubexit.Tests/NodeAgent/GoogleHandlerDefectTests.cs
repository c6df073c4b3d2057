using System.Net;
using Kubexit.Kubernetes;
using Kubexit.NodeAgent;
using Kubexit.NodeTermination;
using Kubexit.Tests.KubernetesApi;
using static Kubexit.Tests.NodeAgent.AgentSimulation;

namespace Kubexit.Tests.NodeAgent;

/// <summary>Each of the defects of GoogleCloudPlatform/k8s-node-termination-handler (679e048), by name: here it must not be.</summary>
public sealed class GoogleHandlerDefectTests
{
    private readonly AgentSimulation _simulation = new();

    private SimulatedNode Node => _simulation.Node;

    [Fact]
    public void MaintenanceEventClearsAPendingPreemption() => Preempted30(() =>
        _simulation.Cloud.Say(Maintenance, new Announcement(NodeTerminationKind.GceHostTermination, "maintenance-event@boot-1")));

    [Fact]
    public void MaintenanceEventNoneAfterARestartUntaintsADyingNode() => Preempted30(() =>
    {
        _simulation.Kill();
        _simulation.Cloud.Say(Maintenance);
        _simulation.Start();
    });

    [Fact]
    public void PreemptedFalseReemittedUntaintsARegularVmUnderMaintenance() => _simulation.Run(async () =>
    {
        _simulation.AnnounceMaintenance();
        await _simulation.PassAsync(5);
        _simulation.Cloud.Say(Preempted);
        await _simulation.PassAsync(5);
        Assert.True(_simulation.IsTainted);
    });

    [Fact]
    public void PreemptionNotLatched() => Preempted30(() => _simulation.Cloud.Say(Preempted));

    [Fact]
    public void EveryNotificationProcessedAnew() => Preempted30(() =>
    {
        var before = Node.Requests.Count;
        for (var i = 0; i < 10; i++) _simulation.Preempt();
        Assert.Equal(before, Node.Requests.Count);
    }, after: () => Assert.Equal(1, Node.Requests.Count(request => request.Request == "LIST pods")));

    [Fact]
    public void RestartStartsTheClockAnew() => _simulation.Run(async () =>
    {
        _simulation.Preempt();
        await _simulation.PassAsync(10);
        await _simulation.StoppedAsync();
        _simulation.Start();
        await _simulation.PassAsync(1);
        Assert.Equal(Node.Started.AddSeconds(30), NodeMarks.Of(Node.Read())!.EndsAt);
    });

    [Fact]
    public void CancellationCannotInterruptADrain() => _simulation.Run(async () =>
    {
        Node.Budgets["blocked"] = 0;
        for (var i = 0; i < 5; i++) Node.Add(new StandInPod($"web-{i}", "shop", $"{i}") { Budget = "blocked" });
        _simulation.AnnounceMaintenance();
        await _simulation.PassAsync(60);
        _simulation.Cloud.Say(Maintenance);
        await _simulation.PassAsync(1);
        var requests = Node.Requests.Count;
        await _simulation.PassAsync(7200);
        Assert.All(Node.Requests.Skip(requests), request => Assert.StartsWith("WATCH", request.Request, StringComparison.Ordinal));
    });

    [Fact]
    public void WebhookThatHangsDelaysTheTaint()
    {
        _simulation.Webhook.Answer = end =>
            Task.Delay(Timeout.Infinite, end).ContinueWith(_ => (string?)"cancelled", TaskScheduler.Default);
        Preempted30(() => Assert.True(_simulation.IsTainted), after: () => Assert.Equal(["before"], _simulation.Webhook.Phases));
    }

    [Fact]
    public void NotificationSentAgainOnEachRetry()
    {
        var failures = 0;
        Node.Fault = request =>
            request == "PATCH node" && ++failures < 5 ? SimulatedNode.Failure(HttpStatusCode.InternalServerError, null) : null;
        Preempted30(() => { }, after: () => Assert.Equal(["before", "after"], _simulation.Webhook.Phases));
    }

    [Fact]
    public void TaintConflictNotRetried()
    {
        var conflicts = 0;
        Node.Step = (request, after) =>
        {
            if (request == "PATCH node" && !after && ++conflicts < 5) Node.Change("""{"metadata":{"labels":{"x":"y"}}}""");
        };
        Preempted30(() => Assert.True(_simulation.IsTainted));
    }

    [Fact]
    public void DaemonSetStaticFinishedAndTerminatingPodsDeleted()
    {
        Node.Add(new StandInPod("daemon", "a", "1") { Controller = "DaemonSet" });
        Node.Add(new StandInPod("static", "a", "2") { Annotations = { ["kubernetes.io/config.mirror"] = "x" } });
        Node.Add(new StandInPod("finished", "a", "3") { ExitedWith = 1 });
        Node.Delete(Node.Add(new StandInPod("terminating", "a", "4") { StopTime = TimeSpan.FromSeconds(5) }), grace: 10);
        Preempted30(() => { }, after: () =>
            Assert.DoesNotContain(Node.Requests, request => request.Request.StartsWith("DELETE") || request.Request.StartsWith("EVICT")));
    }

    [Fact]
    public void OrdinaryPodsForceDeletedOnPreemptibleByDefault()
    {
        Node.Add(new StandInPod("web", "shop", "1") { StopTime = TimeSpan.FromSeconds(15) });
        Node.Add(new StandInPod("dns", "kube-system", "2") { StopTime = TimeSpan.FromSeconds(9) });
        Preempted30(() => { }, after: () => Assert.All(Node.All, pod => Assert.True(pod.EndedGracefully)));
    }

    [Fact]
    public void GraceOverriddenUpwards() => _simulation.Run(async () =>
    {
        Node.Add(new StandInPod("stubborn", "shop", "1") { Grace = 10, StopTime = TimeSpan.FromHours(10) });
        _simulation.AnnounceMaintenance();
        await _simulation.PassAsync(12);
        Assert.NotNull(_simulation.Pod("stubborn").Truth.EndedAt);
    });

    [Fact]
    public void FirstErrorAbortsTheGroup()
    {
        for (var i = 0; i < 10; i++) Node.Add(new StandInPod($"web-{i}", "shop", $"{i}"));
        Node.Fault = request => request.EndsWith("web-0") ? SimulatedNode.Failure(HttpStatusCode.NotFound, "NotFound") : null;
        Preempted30(() => { }, after: () => Assert.Equal(9, Node.All.Count(pod => pod.EndedGracefully)));
    }

    [Fact]
    public void WaitsAddUpPodByPodPastTheDeadline()
    {
        for (var i = 0; i < 20; i++) Node.Add(new StandInPod($"stubborn-{i}", "shop", $"{i}") { StopTime = TimeSpan.FromHours(1) });
        Node.Add(new StandInPod("dns", "kube-system", "dns") { StopTime = TimeSpan.FromSeconds(8) });
        Preempted30(() => { }, after: () => Assert.True(_simulation.Pod("dns").EndedGracefully));
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void WaitForEverOnFinalizerOrRecreatedStatefulSetPod(bool finalizer, bool comesBack)
    {
        Node.Add(new StandInPod("db-0", "data", "1") { Finalizer = finalizer, ComesBack = comesBack, Controller = "StatefulSet" });
        Node.Add(new StandInPod("dns", "kube-system", "dns"));
        // Not even the rest of the phase is waited for: the containers have ended, or the UID is another.
        Preempted30(() => Assert.NotNull(_simulation.Pod("dns").TermAt), seconds: 5);
    }

    [Fact]
    public void StaticPodsBurnTheWholeGrace()
    {
        Node.Add(new StandInPod("proxy", "kube-system", "1") { Annotations = { ["kubernetes.io/config.mirror"] = "x" } });
        Preempted30(() => Assert.Equal("before,after", string.Join(',', _simulation.Webhook.Phases)), seconds: 1);
    }

    [Fact]
    public void FiveRequestsPerSecondStallWithMoreThanElevenPods()
    {
        for (var i = 0; i < 40; i++) Node.Add(new StandInPod($"web-{i}", "shop", $"{i}"));
        Preempted30(() => Assert.All(Node.All, pod => Assert.NotNull(pod.TermAt)), seconds: 2);
    }

    [Fact]
    public void AdministratorsEqualTaintRemoved() => _simulation.Run(async () =>
    {
        Node.Change("""{"spec":{"taints":[{"key":"kubexit/node-termination","value":"gce-preemption","effect":"NoSchedule"}]}}""");
        _simulation.AnnounceMaintenance();
        await _simulation.UntilAsync(() => NodeMarks.Of(Node.Read()) is not null);
        _simulation.Cloud.Say(Maintenance);
        await _simulation.UntilAsync(() => NodeMarks.Of(Node.Read()) is null);
        Assert.True(_simulation.IsTainted);
    });

    [Fact]
    public void UntaintsWithoutHavingTaintedAtEveryStart() => _simulation.Run(async () =>
    {
        Node.Change("""{"spec":{"taints":[{"key":"kubexit/node-termination","value":"","effect":"NoSchedule"}]}}""");
        _simulation.Cloud.Say(Preempted);
        await _simulation.PassAsync(60);
        Assert.True(_simulation.IsTainted);
        Assert.Equal(["LIST node", "LIST pods", "WATCH node", "WATCH pods"], Node.Requests.Select(request => request.Request).Order());
    });

    [Fact]
    public void ErrorsAtStartOrExhaustedRetriesEndTheProcess() => _simulation.Run(async () =>
    {
        Node.Fault = _ => SimulatedNode.Failure(null, null);
        await _simulation.PassAsync(3600);
        Node.Fault = _ => null;
        await _simulation.PassAsync(2);
        _simulation.Preempt();
        await _simulation.UntilAsync(() => _simulation.IsTainted, 1);
    });

    [Fact]
    public void RestartBetweenPreemptionAndTheFirstReadingForgetsIt() => _simulation.Run(async () =>
    {
        Node.Add(new StandInPod("slow", "shop", "1") { StopTime = TimeSpan.FromSeconds(3) });
        _simulation.Preempt();
        await _simulation.UntilAsync(() => _simulation.IsTainted);
        await _simulation.StoppedAsync();
        _simulation.Cloud.Forget(Preempted);
        _simulation.Start();
        await _simulation.PassAsync(10);
        Assert.True(_simulation.Pod("slow").EndedGracefully);
        Assert.True(_simulation.IsTainted);
    });

    [Fact]
    public void ExcludingTheSameNameInTwoNamespacesKeepsOne()
    {
        _simulation.Options = _simulation.Options with { Drain = new DrainOptions { Excluded = new HashSet<string> { "a/web", "b/web" } } };
        Node.Add(new StandInPod("web", "a", "1"));
        Node.Add(new StandInPod("web", "b", "2"));
        Node.Add(new StandInPod("web", "c", "3"));
        Preempted30(() => { }, after: () =>
            Assert.Equal(["c"], Node.All.Where(pod => pod.TermAt is not null).Select(pod => pod.Namespace)));
    }

    [Fact]
    public void RebootsRegularVmsUnasked() => _simulation.Run(async () =>
    {
        _simulation.AnnounceMaintenance();
        await _simulation.PassAsync(3600);
        Assert.Equal(0, _simulation.Reboots);
    });

    [Theory]
    [InlineData("key=value:NoSchedul")]
    [InlineData("key:NoExecute")]
    [InlineData(":NoSchedule")]
    [InlineData("key")]
    public void TaintEffectNotValidated(string taint) => Assert.False(NodeTaint.TryParse(taint, out _, out _));

    // Hanging gets without timeout_sec: GceNoticeSourceTests.Watch_NothingAnnounced_ReadsEveryKeyOnceAndHangs. A node name guessed from the
    // host name, an exclude list that must not be empty: NodeAgentVerbTests. No affinity for Spot, a ClusterRole with a namespace, events
    // without patch: NodeAgentManifestTests.
    private void Preempted30(Action meanwhile, Action? after = null, double seconds = 10) => _simulation.Run(async () =>
    {
        _simulation.Preempt();
        await _simulation.PassAsync(seconds);
        meanwhile();
        await _simulation.PassAsync(30 - seconds);
        after?.Invoke();
        Assert.True(_simulation.IsTainted);
    });
}
