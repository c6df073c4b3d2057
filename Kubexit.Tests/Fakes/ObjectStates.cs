namespace Kubexit.Tests.Fakes;

/// <summary>Objects of each kind at the moments that matter, as a real API server shows them.</summary>
internal static class ObjectStates
{
    public const string NewJob = """{"status":{}}""";
    public const string RunningJob = """{"status":{"startTime":"2026-11-27T03:03:07Z","active":1,"ready":0}}""";
    public const string ReadyJob = """{"status":{"startTime":"2026-11-27T03:03:07Z","active":1,"ready":1}}""";
    public const string SuccessCriteriaMet = """
        {"status":{"startTime":"2026-11-27T03:03:07Z","terminating":1,"conditions":[{"type":"SuccessCriteriaMet","status":"True",
        "reason":"CompletionsReached"}]}}
        """;
    public const string CompleteJob = """
        {"status":{"startTime":"2026-11-27T03:03:07Z","succeeded":1,"conditions":[{"type":"SuccessCriteriaMet","status":"True"},
        {"type":"Complete","status":"True","reason":"CompletionsReached"}]}}
        """;
    public const string FailureTarget = """
        {"status":{"startTime":"2026-11-27T03:03:07Z","terminating":1,"conditions":[{"type":"FailureTarget","status":"True",
        "reason":"BackoffLimitExceeded","message":"Job has reached the specified backoff limit"}]}}
        """;
    public const string FailedJob = """
        {"status":{"startTime":"2026-11-27T03:03:07Z","failed":1,"conditions":[{"type":"FailureTarget","status":"True"},{"type":"Failed",
        "status":"True","reason":"BackoffLimitExceeded","message":"Job has reached the specified backoff limit"}]}}
        """;
    public const string PendingPod = """{"spec":{"containers":[{"name":"a"}]},"status":{"phase":"Pending"}}""";
    public const string RunningPod = """
        {"spec":{"containers":[{"name":"a"}]},"status":{"phase":"Running","conditions":[{"type":"Ready","status":"False"}]}}
        """;
    public const string ReadyPod = """
        {"spec":{"containers":[{"name":"a"}]},"status":{"phase":"Running","conditions":[{"type":"Ready","status":"True"}]}}
        """;
    public const string SucceededPod = """
        {"spec":{"containers":[{"name":"a"}]},"status":{"phase":"Succeeded","conditions":[{"type":"Ready","status":"False"}]}}
        """;
    public const string FailedPod = """
        {"spec":{"containers":[{"name":"a"}]},"status":{"phase":"Failed","containerStatuses":[{"name":"a",
        "state":{"terminated":{"exitCode":3}}}]}}
        """;
    public const string FailedPodOfSet = """
        {"metadata":{"ownerReferences":[{"kind":"StatefulSet","name":"db","uid":"s","controller":true}]},
        "spec":{"containers":[{"name":"a"}]},"status":{"phase":"Failed"}}
        """;
    public const string ReadyPodOfSet = """
        {"metadata":{"ownerReferences":[{"kind":"StatefulSet","name":"db","uid":"s","controller":true}]},
        "spec":{"containers":[{"name":"a"}]},"status":{"phase":"Running","conditions":[{"type":"Ready","status":"True"}]}}
        """;
    public const string Deployment1Of2 = """
        {"spec":{"replicas":2},"status":{"observedGeneration":1,"replicas":2,"updatedReplicas":2,"availableReplicas":1,
        "conditions":[{"type":"Available","status":"True"}]}}
        """;
    public const string Deployment2Of2 = """
        {"spec":{"replicas":2},"status":{"observedGeneration":1,"replicas":2,"updatedReplicas":2,"availableReplicas":2}}
        """;
    public const string StatefulSet1Of2 = """
        {"spec":{"replicas":2},"status":{"observedGeneration":1,"updateRevision":"b","currentRevision":"a","updatedReplicas":1,
        "readyReplicas":2}}
        """;
    public const string StatefulSet2Of2 = """
        {"spec":{"replicas":2},"status":{"observedGeneration":1,"updateRevision":"b","currentRevision":"b","updatedReplicas":2,
        "readyReplicas":2}}
        """;
    public const string NewDaemonSet = """{"spec":{},"status":{"desiredNumberScheduled":0,"numberReady":0}}""";
    public const string ReadyDaemonSet = """
        {"spec":{},"status":{"observedGeneration":1,"desiredNumberScheduled":1,"updatedNumberScheduled":1,"numberAvailable":1}}
        """;
    public const string EmptySlice = """{"endpoints":null,"ports":null}""";
    public const string ReadySlice = """
        {"endpoints":[{"addresses":["10.244.0.72"],"conditions":{"ready":true,"serving":true,"terminating":false}}]}
        """;
}
