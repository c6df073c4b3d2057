using Microsoft.Extensions.Logging;

namespace Kubexit.Coordination;

/// <summary>
/// Records the death of a process that was never started because its configuration is wrong, or the system refuses what it needs.
/// </summary>
internal static class DeadOnArrival
{
    public static void Record(CoordinatorOptions options, int exitCode, DeathReason reason, ILogger logger)
    {
        try
        {
            using var member = new Graveyard(options.GraveyardPath).Join(options.Name);
            member.Carve(member.Current with { Died = TimeProvider.System.GetUtcNow(), ExitCode = exitCode, Reason = reason });
        }
        catch (GraveyardException e)
        {
            CoordinatorLog.Failed(logger, e.Message);
        }
    }
}
