using Kubexit.Coordination;
using Kubexit.Dependencies;
using NetArchTest.Rules;

namespace Kubexit.Tests.Architecture;

/// <summary>Which room may know which: policy above, system below. Method bodies count.</summary>
public sealed class LayerTests
{
    /// <summary>What only <c>Platform</c> may touch.</summary>
    private static readonly string[] System =
    [
        "System.Diagnostics.Process", "System.IO.File", "System.IO.Directory", "System.IO.FileInfo", "System.IO.DirectoryInfo",
        "System.IO.FileStream",
        "System.IO.FileSystemWatcher", "System.IO.Path", "System.Runtime.InteropServices.PosixSignalRegistration",
        "System.Runtime.InteropServices.Marshal",
        "System.Console", "Kubexit.Platform.Linux", "Kubexit.Platform.Portable",
    ];

    [Theory]
    [InlineData("Kubexit.Coordination")]
    [InlineData("Kubexit.Dependencies")]
    public void Policy_DoesNotTouchTheSystem(string room) => Hold(room, [], System);

    /// <summary>But for the one door of the room that applications use: it finds the way to a cluster by itself.</summary>
    [Fact]
    public void Dependencies_DoNotKnowWhoCoordinates()
    {
        Hold("Kubexit.Dependencies", [nameof(DependencyWatcher)], "Kubexit.Coordination", "Kubexit.Hosting", "Kubexit.Kubernetes",
            "Kubexit.NodeTermination", "Kubexit.Supervision", "Kubexit.Probes");
        Hold("Kubexit.Dependencies", [], "Kubexit.Coordination", "Kubexit.Hosting", "Kubexit.NodeTermination", "Kubexit.Supervision",
            "Kubexit.Probes");
    }

    [Fact]
    public void Platform_KnowsNoRoomAboveIt() => Hold(
        "Kubexit.Platform", [], "Kubexit.Configuration", "Kubexit.Graveyards", "Kubexit.Dependencies", "Kubexit.Probes",
        "Kubexit.Supervision", "Kubexit.Coordination",
        "Kubexit.Kubernetes", "Kubexit.NodeTermination", "Kubexit.Hosting");

    private static void Hold(string room, string[] doors, params string[] forbidden)
    {
        var types = Types.InAssembly(typeof(CoordinatorMachine).Assembly).That().ResideInNamespace(room);
        Assert.NotEmpty(types.GetTypes());
        var result = types.ShouldNot().HaveDependencyOnAny(forbidden).GetResult();
        var failing = (result.FailingTypes ?? []).Where(
            type => !Array.Exists(doors,
                door => type.Name == door || type.FullName.Contains($".{door}+", StringComparison.Ordinal)
                    || type.FullName.Contains($".{door}/", StringComparison.Ordinal))).ToList();
        Assert.True(failing.Count == 0, string.Join("\n", failing.Select(type => $"{type.FullName}: {type.Explanation}")));
    }
}
