using Kubexit.Tests.Infrastructure;

namespace Kubexit.Tests.Hosting;

/// <summary>The test application: a member of the graveyard without a wrapper.</summary>
internal static class EmbeddedApp
{
    private static string Executable { get; } = HostBuild();

    public static WrappedProcess Embed(this TemporaryGraveyard graveyard, string name, string scenario, params IReadOnlyList<string> variables) =>
        graveyard.Start([Executable, scenario], [$"KUBEXIT_NAME={name}", .. variables]);

    private static string HostBuild()
    {
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        return Path.GetFullPath($"../../../../Kubexit.TestApp/bin/{output.Parent!.Name}/net10.0/Kubexit.TestApp", output.FullName);
    }
}
