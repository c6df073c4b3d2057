using Kubexit.Tests.Infrastructure;

namespace Kubexit.Tests.NodeAgent;

public sealed class DrainPictureTests
{
    [Fact]
    public void Draw_BusyNode_IsThePictureInTheDocs() => Snapshot.Matches(DrainPicture.Draw(), "../docs/node-agent-drain.svg");
}
