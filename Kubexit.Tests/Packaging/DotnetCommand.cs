using System.Diagnostics;

namespace Kubexit.Tests.Packaging;

/// <summary>The SDK's command line.</summary>
internal static class DotnetCommand
{
    // On a busy machine with an empty package cache a restore takes minutes.
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    public static async Task Run(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // Variables that the test runner sets for itself would reach the build.
        foreach (var variable in start.Environment.Keys.Where(
            k => k.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase) || k.StartsWith("KUBEXIT_", StringComparison.Ordinal))
                .ToArray())
            start.Environment.Remove(variable);
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        using var limit = new CancellationTokenSource(Limit);
        await process.WaitForExitAsync(limit.Token);
        Assert.True(process.ExitCode == 0,
            $"dotnet {string.Join(' ', arguments)} ended with {process.ExitCode}.\n{await output}\n{await errors}");
    }
}
