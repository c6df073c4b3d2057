namespace Kubexit.Tests.Infrastructure;

/// <summary>
/// The <c>kubexit-node-agent</c> executable under test: the published one that the environment names, else the project's own build.
/// </summary>
internal static class AgentBinary
{
    public static string Path { get; } = Environment.GetEnvironmentVariable("KUBEXIT_TEST_AGENT") is { Length: > 0 } given
        ? given
        : System.IO.Path.Combine(System.IO.Path.GetDirectoryName(Repository.Executable("Kubexit.NodeAgent"))!, "kubexit-node-agent");

    /// <summary>Whether it is the one native file and not a build for the .NET runtime.</summary>
    public static bool IsNative => !File.Exists(Path + ".dll");
}
