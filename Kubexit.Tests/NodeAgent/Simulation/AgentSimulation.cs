using Kubexit.Kubernetes;
using Kubexit.NodeAgent;
using Kubexit.NodeTermination;
using Kubexit.Tests.Fakes;
using Kubexit.Tests.KubernetesApi;

namespace Kubexit.Tests.NodeAgent;

/// <summary>A node with an agent on it, in accelerated time. The agent may be killed and started again.</summary>
internal sealed class AgentSimulation
{
    public const string Preempted = "instance/preempted";
    public const string Maintenance = "instance/maintenance-event";

    private CancellationTokenSource _life = new();
    private Task _agent = Task.CompletedTask;

    public AgentSimulation(int requestsPerSecond = 1000, Func<VirtualTime, int, SimulatedNode>? node = null)
    {
        Node = (node ?? ((time, rate) => new SimulatedNode(time) { RequestsPerSecond = rate }))(Time, requestsPerSecond);
        Options = new AgentOptions { NodeName = "node-1", BootId = "boot-1" };
    }

    public VirtualTime Time { get; } = new();

    public SimulatedNode Node { get; }

    public ScriptedSource Cloud { get; } = new();

    public AgentOptions Options { get; set; }

    public NoticeRules Rules { get; } = new();

    public RecordingWebhook Webhook { get; } = new();

    public AgentMetrics Metrics { get; private set; } = new();

    public RecordingLogger Log { get; } = new();

    public int Reboots { get; private set; }

    public TimeSpan Elapsed => Time.Now - Node.Started;

    public bool IsTainted => Node.Node["spec"]!["taints"]?.AsArray().Any(taint => (string?)taint!["key"] == Options.Taint.Key) ?? false;

    public void Start()
    {
        _life = new CancellationTokenSource();
        Metrics = new AgentMetrics();
        var pacer = new RequestPacer(Options.Drain.RequestsPerSecond, Time);
        var (urgency, rights) = (new Urgency(Time), new MissingRights());
        var api = new GuardedNodeApi(Node, urgency, rights, Time);
        var reporter = new AgentReporter(api, pacer, Options, Metrics, Webhook, Time, Log);
        var watch = new RightsWatch(api, rights, reporter, Metrics, Options, pacer, urgency, Log);
        var board = new NoticeBoard(Rules, Time);
        _agent = new AgentLoop(
            api, Cloud, board, board, Options, reporter, new CountingReboot(this), pacer, urgency, watch, Time, new OneLogger(Log))
                .RunAsync(_life.Token);
    }

    /// <summary>A drill on the same node, in the place of the agent.</summary>
    public Drill CreateDrill()
    {
        var pacer = new RequestPacer(Options.Drain.RequestsPerSecond, Time);
        var urgency = new Urgency(Time);
        var api = new GuardedNodeApi(Node, urgency, new MissingRights(), Time);
        return new Drill(
            new AgentMemory(api, pacer, urgency, Options, Time, new OneLogger(Log)),
            new AgentReporter(api, pacer, Options, Metrics, Webhook, Time, Log), Options, false, Time);
    }

    /// <summary>SIGKILL, as far as anybody else can see: nothing more happens.</summary>
    public void Kill() => _life.Cancel();

    public async Task StoppedAsync()
    {
        Kill();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _agent);
    }

    public Task PassAsync(double seconds) => Task.Delay(TimeSpan.FromSeconds(seconds), Time);

    public async Task UntilAsync(Func<bool> condition, double limit = 7200)
    {
        for (var end = Time.Now.AddSeconds(limit); !condition();)
        {
            Assert.True(Time.Now < end, $"the condition did not become true within {limit} s");
            await PassAsync(0.05);
        }
    }

    /// <summary>Starts the agent, runs the test, ends the agent.</summary>
    public void Run(Func<Task> test) => Time.Run(async () =>
    {
        Start();
        await test();
        await StoppedAsync();
    });

    public StandInPod Pod(string name) => Node.All.First(pod => pod.Name == name);

    public void Preempt() => Cloud.Say(Preempted, new Announcement(NodeTerminationKind.GcePreemption, $"preempted@{Options.BootId}"));

    public void AnnounceMaintenance() =>
        Cloud.Say(Maintenance, new Announcement(NodeTerminationKind.GceHostTermination, $"maintenance-event@{Options.BootId}"));

    private sealed class CountingReboot(AgentSimulation simulation) : INodeReboot
    {
        public void Reboot() => simulation.Reboots++;
    }
}
