using Kubexit.Tests.Infrastructure;

namespace Kubexit.Tests.NodeAgent;

public sealed class DrainPictureTests
{
    [Fact]
    public void Draw_BusyNode_IsThePictureInTheDocs()
    {
        var drawn = DrainPicture.Draw();
        Assert.True(
            drawn == Repository.ReadText("docs/node-agent-drain.svg"),
            "docs/node-agent-drain.svg shows another drain. Draw it again: Kubexit.Tests drain-picture > docs/node-agent-drain.svg");
    }
}
