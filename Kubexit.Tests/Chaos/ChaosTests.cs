using System.Diagnostics;
using System.Globalization;
using Kubexit.Tests.Infrastructure;

namespace Kubexit.Tests.Chaos;

/// <summary>
/// Pods of real wrappers through bad days: restarts, SIGKILL and SIGSTOP of wrappers, sabotage of the graveyard, limits of processes and
/// files. For 5 s, or as many as <c>KUBEXIT_CHAOS_SECONDS</c> says; <c>KUBEXIT_CHAOS_SEED</c> begins with the day that failed.
/// </summary>
public sealed class ChaosTests
{
    private const int DefaultSeconds = 5, Happenings = 25;

    [Fact]
    public async Task Pod_ManyFaults_NoProcessIsLeftAndEveryEndIsRecorded()
    {
        var seed = Number("KUBEXIT_CHAOS_SEED") ?? Environment.TickCount & 0xFFFFFF;
        var end = Stopwatch.GetTimestamp() + ((Number("KUBEXIT_CHAOS_SECONDS") ?? DefaultSeconds) * Stopwatch.Frequency);
        for (var day = 0; day == 0 || Stopwatch.GetTimestamp() < end; day++)
        {
            using var limits = new PodLimits();
            await using var graveyard = new TemporaryGraveyard();
            await new ChaosPod(seed + day, graveyard, limits).RunAsync(Happenings);
        }
    }

    private static int? Number(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number : null;
}
