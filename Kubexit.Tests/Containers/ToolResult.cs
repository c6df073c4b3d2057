using System.Diagnostics;

namespace Kubexit.Tests.Containers;

/// <summary>How a program of the machine ended, and what it said.</summary>
internal sealed record ToolResult(string Command, int ExitCode, string Output, string Errors)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <param name="command">File, looked up in PATH, and arguments.</param>
    /// <param name="folder">The working directory.</param>
    /// <param name="variables">Added to the environment.</param>
    public static async Task<ToolResult> RunAsync(
        IReadOnlyList<string> command, string folder, IReadOnlyDictionary<string, string> variables)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("KUBEXIT_", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(name);
        foreach (var (name, value) in variables) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"'{string.Join(' ', command)}' has not ended within {Patience}.");
        }

        return new(string.Join(' ', command), process.ExitCode, await output, await errors);
    }

    /// <returns>Its stdout.</returns>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public string Require() => ExitCode == 0
        ? Output
        : throw new InvalidOperationException($"'{Command}' ended with {ExitCode}: {Output}\n{Errors}");
}
