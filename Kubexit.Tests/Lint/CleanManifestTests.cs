using Kubexit.Lint.Manifests;
using Kubexit.Lint.Rules;
using Kubexit.Tests.Infrastructure;

namespace Kubexit.Tests.Lint;

/// <summary>Manifests that are right: nothing to warn about.</summary>
public sealed class CleanManifestTests
{
    [Theory]
    [InlineData("samples", 21)]
    [InlineData("Kubexit.Tests/Lint/Originals", 3)]
    [InlineData("Kubexit.Tests/Lint/Kinds", 11)]
    public void Folder_OfGoodManifests_GivesNoWarning(string folder, int pods)
    {
        var input = LintInput.Read([Path.Combine(Repository.Root, folder)]);
        Assert.Empty(input.Problems);
        Assert.Equal(pods, input.Pods.Count);
        Assert.Empty(LintedText.Words(RuleSet.Check(input).Where(finding => finding.Severity > Severity.Note)));
    }

    /// <summary>Else nothing would be found for the wrong reason.</summary>
    [Theory]
    [InlineData("pod.yaml", "Pod", "database:Direct cache:Direct report:Direct")]
    [InlineData("deployment.yaml", "Deployment", "app:Direct proxy:Direct")]
    [InlineData("statefulset.yaml", "StatefulSet", "ledger:Direct")]
    [InlineData("daemonset.yaml", "DaemonSet", "buffer:Direct collector:Direct")]
    [InlineData("replicaset.json", "ReplicaSet", "wire:Direct echo:Direct")]
    [InlineData("job.yaml", "Job", "import:Direct")]
    [InlineData("cronjob.yaml", "CronJob", "nightly:Missing agent:Direct")]
    [InlineData("pod-template.yaml", "PodTemplate", "worker:Direct lease:Direct")]
    [InlineData("list.yaml", "Pod", "front:Direct back:Direct")]
    [InlineData("argo-workflow.yaml", "WorkflowTemplate", "main:Direct database:Direct")]
    [InlineData("compose.yaml", "Compose", "database:Direct report:Direct")]
    [InlineData("../Originals/client-server-job.yaml", "Job", "client:InScript server:InScript")]
    [InlineData("../Originals/cloud-sql-job.yaml", "Job", "psql:Direct cloudsql-proxy:Direct")]
    [InlineData("../Originals/druid-task-job.yaml", "Job", "main:InScript sidecar:InScript")]
    public void Kind_OfPod_IsReadWithAllItsMembers(string file, string kind, string members)
    {
        var pod = Assert.Single(LintInput.Read([Path.Combine(LintedText.Folder, "Kinds", file)]).Pods);
        Assert.Equal(kind, pod.Kind);
        Assert.Equal(members, string.Join(' ',
            pod.Containers.Where(container => container.IsMember).Select(container => $"{container.Settings!.Name}:{container.Wrapping}")));
    }
}
