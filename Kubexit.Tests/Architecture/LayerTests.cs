using Kubexit.Coordination;
using NetArchTest.Rules;

namespace Kubexit.Tests.Architecture;

/// <summary>Which room may know which: policy above, system below. Method bodies count.</summary>
public sealed class LayerTests
{
    /// <summary>What only <c>Platform</c> may touch.</summary>
    private static readonly string[] System =
    [
        "System.Diagnostics.Process", "System.IO.File", "System.IO.Directory", "System.IO.FileInfo", "System.IO.DirectoryInfo", "System.IO.FileStream",
        "System.IO.FileSystemWatcher", "System.IO.Path", "System.Runtime.InteropServices.PosixSignalRegistration", "System.Runtime.InteropServices.Marshal",
        "System.Console", "Kubexit.Platform.Linux", "Kubexit.Platform.Portable",
    ];

    [Theory]
    [InlineData("Kubexit.Coordination")]
    [InlineData("Kubexit.Dependencies")]
    public void Policy_DoesNotTouchTheSystem(string room) => Hold(room, System);

    [Fact]
    public void Dependencies_DoNotKnowWhoCoordinates() => Hold(
        "Kubexit.Dependencies", "Kubexit.Coordination", "Kubexit.Hosting", "Kubexit.Kubernetes", "Kubexit.NodeTermination", "Kubexit.Supervision", "Kubexit.Probes");

    [Fact]
    public void Platform_KnowsNoRoomAboveIt() => Hold(
        "Kubexit.Platform", "Kubexit.Configuration", "Kubexit.Graveyards", "Kubexit.Dependencies", "Kubexit.Probes", "Kubexit.Supervision", "Kubexit.Coordination",
        "Kubexit.Kubernetes", "Kubexit.NodeTermination", "Kubexit.Hosting");

    private static void Hold(string room, params string[] forbidden)
    {
        var types = Types.InAssembly(typeof(CoordinatorMachine).Assembly).That().ResideInNamespace(room);
        Assert.NotEmpty(types.GetTypes());
        var result = types.ShouldNot().HaveDependencyOnAny(forbidden).GetResult();
        Assert.True(result.IsSuccessful, string.Join("\n", (result.FailingTypes ?? []).Select(type => $"{type.FullName}: {type.Explanation}")));
    }
}
