namespace Kubexit.Tests.Infrastructure;

/// <summary>The <c>kubexit</c> executable under test: the published native one when the environment names it, else the one built with the tests.</summary>
internal static class KubexitBinary
{
    public static string Path { get; } =
        Environment.GetEnvironmentVariable("KUBEXIT_TEST_BINARY") is { Length: > 0 } given ? given : System.IO.Path.Combine(AppContext.BaseDirectory, "kubexit");

    /// <summary>Whether it is the one native file and not a build for the .NET runtime.</summary>
    public static bool IsNative => !File.Exists(Path + ".dll");

    /// <summary>
    /// The whole environment of a process under test, before a test adds to it: nothing leaks in from the machine. The runtime's own
    /// variables let the build that is not native find the runtime these tests run on, and keep a killed one from leaving sockets in /tmp.
    /// </summary>
    public static IReadOnlyList<string> CleanEnvironment { get; } =
    [
        $"PATH={Environment.GetEnvironmentVariable("PATH")}",
        $"DOTNET_ROOT={System.IO.Path.GetFullPath("../../..", System.IO.Path.GetDirectoryName(typeof(object).Assembly.Location)!)}",
        "DOTNET_EnableDiagnostics=0",
    ];
}
