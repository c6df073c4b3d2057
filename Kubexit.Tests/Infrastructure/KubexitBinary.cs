namespace Kubexit.Tests.Infrastructure;

/// <summary>The <c>kubexit</c> executable under test: the published one that the environment names, else the host's own build.</summary>
internal static class KubexitBinary
{
    public static string Path { get; } = Environment.GetEnvironmentVariable("KUBEXIT_TEST_BINARY") is { Length: > 0 } given ? given
        : HostBuild();

    /// <summary>Whether it is the one native file and not a build for the .NET runtime.</summary>
    public static bool IsNative => !File.Exists(Path + ".dll");

    /// <summary>
    /// The whole environment of a process under test, before a test adds to it: nothing leaks in from the machine. The runtime's own
    /// variables let a build that is not native find the runtime these tests run on, and keep a killed one from leaving sockets in /tmp.
    /// </summary>
    public static IReadOnlyList<string> CleanEnvironment { get; } =
    [
        $"PATH={Environment.GetEnvironmentVariable("PATH")}",
        $"DOTNET_ROOT={System.IO.Path.GetFullPath("../../..", System.IO.Path.GetDirectoryName(typeof(object).Assembly.Location)!)}",
        "DOTNET_EnableDiagnostics=0",
    ];

    /// <summary>
    /// The executable beside the tests is not complete: they run on ASP.NET Core, which has packages in it that the host brings along.
    /// </summary>
    private static string HostBuild()
    {
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        return System.IO.Path.GetFullPath($"../../../../Kubexit.Host/bin/{output.Parent!.Name}/{output.Name}/kubexit", output.FullName);
    }
}
