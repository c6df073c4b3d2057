using Kubexit.Tests.Infrastructure;

namespace Kubexit.Tests.NodeAgent;

public sealed class DrainTimelineTests
{
    [Fact]
    public void Write_BusyNode_IsTheTimelineInTheDocs()
    {
        using var timeline = new StringWriter();
        DrainTimeline.Write(timeline);
        Assert.Contains(timeline.ToString().Trim(), Repository.ReadText("samples/node-agent/README.md"), StringComparison.Ordinal);
    }
}
