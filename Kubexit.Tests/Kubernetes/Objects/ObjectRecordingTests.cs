using System.Text.Json;
using Kubexit.Dependencies;
using Kubexit.Kubernetes;
using Kubexit.Kubernetes.Objects;
using Kubexit.Tests.Infrastructure;
using Kubexit.Tests.Recordings;

namespace Kubexit.Tests.Kubernetes.Objects;

/// <summary>
/// The table of conditions against what a real API server said, event by event: <c>-</c> is not born, <c>b</c> born, <c>r</c> ready,
/// <c>s</c> and <c>f</c> decided while something still runs, <c>S</c> and <c>F</c> over, <c>.</c> not there; <c>x</c> after it: deleted.
/// </summary>
public sealed class ObjectRecordingTests
{
    [Theory]
    [InlineData("job/active-deadline", "job/dead", "- b r f f f F Fx")]
    [InlineData("job/delete-foreground", "job/fg", "- b r b b bx")]
    [InlineData("job/fail-backoff-0", "job/fail0", "- b r b f F Fx")]
    [InlineData("job/fail-backoff-1-onfailure", "job/fail1", "- b r f f f F Fx")]
    [InlineData("job/fail-backoff-2", "job/fail2", "- b r b b b b r b b b b r b f F Fx")]
    [InlineData("job/indexed-backoff-per-index", "job/idx", "- b r r b b b f F Fx")]
    [InlineData("job/parallel-5-by-2", "job/par", "- b r b b b r b b b r b s S Sx")]
    [InlineData("job/pod-failure-policy-failjob", "job/policy", "- b r b f F Fx")]
    [InlineData("job/pod-failure-policy-slow-peer", "job/policy2", "- b r r f f f F Fx")]
    [InlineData("job/success-policy", "job/sp", "- b r r s s S Sx")]
    [InlineData("job/success-ttl", "job/ok", "- b r b s S S Sx")]
    [InlineData("job/suspend", "job/susp", "- - - b r b - - - b r b s S Sx")]
    [InlineData("pod/active-deadline", "pod/deadline", "- - - - r b F F F Fx")]
    [InlineData("pod/crash-loop", "pod/crash", "- - - - r b r b b r b b r b b bx")]
    [InlineData("pod/delete-becomes-unready", "pod/unready", "- - - - b r b b b b S S Sx")]
    [InlineData("pod/delete-slow-child", "pod/slow", "- - - - b r b b b F F Fx")]
    [InlineData("pod/evict", "pod/evicted", "- - - - b r r b b S S Sx")]
    [InlineData("pod/native-sidecar", "pod/side", "- - - - - - - - - b r r b b S S S Sx")]
    [InlineData("pod/never-one-fails", "pod/fails", "- - - - r b b F F Fx")]
    [InlineData("pod/two-containers-restart", "pod/two", "- - - - b b r r b b r b b b r b b F F Fx")]
    [InlineData("workload/daemonset", "daemonset/agent", "b b r b b b r b b b b b b b b r b b bx")]
    [InlineData("workload/deployment-create-rollout", "deployment/web", "b b b b b r b b b b b b b b b r r bx")]
    [InlineData("workload/deployment-failed-rollout", "deployment/bad", "b b b b r b b b b b b b r r bx")]
    [InlineData("workload/deployment-scale-zero", "deployment/zero", "b b b b r b b b b b b b b r bx")]
    [InlineData("workload/statefulset-create-rollout", "statefulset/db", "b b b b b r b b b b b b b b b r b b b b b b b b b b b r bx")]
    [InlineData("workload/statefulset-stuck-rollout", "statefulset/dbbad", "b b b b b r b b b b b b b b b r bx")]
    [InlineData("service/headless", "service/*", "b b r b b .")]
    [InlineData("service/pod-fails-probe-then-completes", "service/*", "b b r b r b b .")]
    [InlineData("service/publish-not-ready", "service/*", "b b r b b .")]
    [InlineData("service/selector", "service/*", "b b r r r r r b b .")]
    [InlineData("service/without-selector", "service/*", "r .")]
    public void Note_EventsOfARecording_SayWhatTheReferenceSays(string recording, string dependency, string expected)
    {
        var name = ObjectName.Parse(dependency.Replace("*", "any")).Value!;
        var life = new ObjectLife(dependency, ObjectResource.Of(name.Kind));
        var looks = Events(recording, name).Select(e => Word(life.Note(News(e))));
        Assert.Equal(expected, string.Join(' ', looks));
    }

    [Fact]
    public void Note_FailedRollout_StaysUnreadyThoughAvailableAndSaysWhy()
    {
        var name = ObjectName.Parse("deployment/bad").Value!;
        var life = new ObjectLife("deployment/bad", ObjectResource.Of(name.Kind));
        var looks = Events("workload/deployment-failed-rollout", name).Select(e => life.Note(News(e))).ToList();
        Assert.Contains(looks,
            look => !look.IsReady && look.State.StartsWith("makes no progress: ProgressDeadlineExceeded", StringComparison.Ordinal));
    }

    [Fact]
    public void Note_FailureOfAJob_CarriesReasonAndMessageOfTheServer()
    {
        var name = ObjectName.Parse("job/policy2").Value!;
        var life = new ObjectLife("job/policy2", ObjectResource.Of(name.Kind));
        var looks = Events("job/pod-failure-policy-slow-peer", name).Select(e => life.Note(News(e))).ToList();
        Assert.All(looks.Where(look => look.IsDecided), look => Assert.StartsWith("has failed: PodFailurePolicy, Container", look.State));
    }

    private static IEnumerable<RecordedEvent> Events(string recording, ObjectName name) =>
        Recording.Read(Path.Combine(Repository.Root, "Kubexit.Tests", "Recordings", recording + ".jsonl")).Lines.OfType<RecordedEvent>()
            .Where(e => (string?)e.Object["kind"] == (name.Kind == ObjectKind.Service ? "EndpointSlice" : name.Kind.ToString()))
            .Where(e => name.Kind == ObjectKind.Service || (string?)e.Object["metadata"]!["name"] == name.Name);

    private static FollowNews<ClusterObject> News(RecordedEvent e)
    {
        var value = JsonSerializer.Deserialize(e.Object.ToJsonString(), KubernetesJson.Default.ClusterObject)!;
        return e.Type == "DELETED" ? new FollowNews<ClusterObject>.Removed(value) : new FollowNews<ClusterObject>.Changed(value);
    }

    private static string Word(ObjectLook look)
    {
        var state = look switch
        {
            { Vitality: Vitality.Absent } => ".",
            { IsDecided: true, HasSucceeded: true } => look.Vitality == Vitality.Dead ? "S" : "s",
            { IsDecided: true } => look.Vitality == Vitality.Dead ? "F" : "f",
            { IsReady: true } => "r",
            { IsBorn: true } => "b",
            _ => look.Vitality == Vitality.Alive && look.Uid is null ? "b" : "-", // A service is not born; it is there.
        };
        return look.IsGone ? state + "x" : state;
    }
}
