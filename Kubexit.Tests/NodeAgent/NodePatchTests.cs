using System.Text.Json.Nodes;
using Kubexit.Kubernetes;
using Kubexit.NodeAgent;
using Kubexit.NodeTermination;

namespace Kubexit.Tests.NodeAgent;

public sealed class NodePatchTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 10, 0, 0, TimeSpan.Zero);
    private static readonly NodeMarks Marks =
        new(NodeTerminationKind.AwsSpotInterruption, "spot-terminate@1", "spot/instance-action", Now, Now.AddMinutes(2), "boot-1");
    private static readonly NodeTaint Taint = NodeTaint.Default.For(NodeTerminationKind.AwsSpotInterruption);

    [Fact]
    public void Mark_ThenOf_GivesTheSameMarks()
    {
        var (patch, marks) = NodePatch.Mark(Node(), Marks, Taint, cordon: true);
        Assert.Equal(marks, NodeMarks.Of(After(patch)));
        Assert.Equal((Taint, true), (marks.Taint, marks.Cordoned));
        Assert.Equal("7", (string?)patch["metadata"]!["resourceVersion"]);
    }

    [Fact]
    public void Mark_Again_ChangesNothingAndKeepsTheOwnership()
    {
        var node = After(NodePatch.Mark(Node(), Marks, Taint, cordon: true).Patch);
        var (patch, marks) = NodePatch.Mark(node, Marks, Taint, cordon: true);
        Assert.Equal((Taint, true), (marks.Taint, marks.Cordoned));
        Assert.Equal("kubexit/node-termination", (string?)Assert.Single(patch["spec"]!["taints"]!.AsArray())!["key"]);
        Assert.Null(patch["spec"]!["unschedulable"]);
    }

    [Fact]
    public void Mark_AdministratorsCordonAndEqualTaint_DoNotBecomeOurs()
    {
        var node = Node();
        node.Spec = new NodeSpec { Unschedulable = true, Taints = [Taint.ToTaint()] };
        var (patch, marks) = NodePatch.Mark(node, Marks, Taint, cordon: true);
        Assert.Equal((null, false), (marks.Taint, marks.Cordoned));
        Assert.Null(patch["spec"]);
    }

    [Fact]
    public void Unmark_TaintTakenOverByAnother_Stays()
    {
        var node = After(NodePatch.Mark(Node(), Marks, Taint, cordon: false).Patch);
        node.Spec!.Taints![0].Value = "someone-else";
        var patch = NodePatch.Unmark(node, null)!;
        Assert.Null(patch["spec"]);
        Assert.All(patch["metadata"]!["annotations"]!.AsObject(), annotation => Assert.Null(annotation.Value));
    }

    [Fact]
    public void Unmark_NoMarks_IsNothing() => Assert.Null(NodePatch.Unmark(Node(), null));

    [Fact]
    public void Mark_ConfiguredTaintHasChangedSince_TheOldOneGoes()
    {
        var node = After(NodePatch.Mark(Node(), Marks, Taint, cordon: false).Patch);
        Assert.True(NodeTaint.TryParse("cloud.google.com/impending-node-termination::NoSchedule", out var google, out _));
        var (patch, marks) = NodePatch.Mark(node, Marks, google, cordon: false);
        Assert.Equal(("cloud.google.com/impending-node-termination", ""),
            ((string?)Assert.Single(patch["spec"]!["taints"]!.AsArray())!["key"], marks.Taint!.Value));
    }

    [Theory]
    [InlineData("kubexit/termination-kind", "tornado")]
    [InlineData("kubexit/termination-ends", "soon")]
    [InlineData("kubexit/termination-began", "")]
    public void Of_AnnotationsNotOurs_AreNoMarks(string annotation, string value)
    {
        var node = After(NodePatch.Mark(Node(), Marks, Taint, cordon: false).Patch);
        node.Metadata!.Annotations![annotation] = value;
        Assert.Null(NodeMarks.Of(node));
    }

    [Theory]
    [InlineData("a=b:NoSchedule", "a", "b", "NoSchedule")]
    [InlineData("a:PreferNoSchedule", "a", "", "PreferNoSchedule")]
    [InlineData("a:b:NoSchedule", "a", "b", "NoSchedule")]
    public void TryParse_Taint_AsKubectlAndAsGooglesHandler(string text, string key, string value, string effect)
    {
        Assert.True(NodeTaint.TryParse(text, out var taint, out _));
        Assert.Equal(new NodeTaint(key, value, effect), taint);
    }

    private static Node Node() => new() { Metadata = new ObjectMeta { Name = "node-1", ResourceVersion = "7" } };

    private static Node After(JsonObject patch)
    {
        var node = new SimulatedNode(new VirtualTime());
        var applied = patch.DeepClone().AsObject();
        applied["metadata"]!.AsObject().Remove("resourceVersion");
        node.Change(applied.ToJsonString());
        return node.Read();
    }
}
