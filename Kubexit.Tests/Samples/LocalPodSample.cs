using System.Diagnostics;
using Kubexit.Tests.Infrastructure;

namespace Kubexit.Tests.Samples;

/// <summary>The sample LocalPod, run to its end.</summary>
internal static class LocalPodSample
{
    private static readonly string Executable = PathOf(new DirectoryInfo(AppContext.BaseDirectory));

    public static async Task<(int ExitCode, string Output)> RunAsync(params string[] arguments)
    {
        using var sample = Process.Start(new ProcessStartInfo(Executable, arguments) { RedirectStandardOutput = true })!;
        var output = await sample.StandardOutput.ReadToEndAsync().WaitAsync(Limit.Generous);
        await sample.WaitForExitAsync().WaitAsync(Limit.Generous);
        return (sample.ExitCode, output);
    }

    private static string PathOf(DirectoryInfo tests) => Path.Combine(
        Repository.Root, "samples", "LocalPod", "bin", tests.Parent!.Name, tests.Name, "LocalPod");
}
