using Kubexit.Platform;

namespace Kubexit.Probes;

/// <summary>A command: exit code 0 is success. The last line it wrote becomes part of the reason of a failure.</summary>
internal sealed class ExecProbe(IReadOnlyList<string> command, ICommandRunner runner) : IProbe
{
    private const int MaxQuoted = 200;

    public async Task<ProbeResult> CheckAsync(CancellationToken cancellationToken)
    {
        var lastLine = "";
        try
        {
            var exit = await runner.RunAsync(
                command, line => lastLine = string.IsNullOrWhiteSpace(line) ? lastLine : line, cancellationToken)
                .ConfigureAwait(false);
            if (exit.Code == 0) return ProbeResult.Success;
            return ProbeResult.Failure(lastLine.Length == 0 ? $"{exit}" : $"{exit}: {Shorten(lastLine.Trim())}");
        }
        catch (ChildStartException e)
        {
            return ProbeResult.Failure(e.Message);
        }
    }

    private static string Shorten(string line) => line.Length <= MaxQuoted ? line : $"{line.AsSpan(0, MaxQuoted)}…";
}
