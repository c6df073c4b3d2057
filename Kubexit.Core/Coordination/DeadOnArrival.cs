using Microsoft.Extensions.Logging;

namespace Kubexit.Coordination;

/// <summary>Records the death of a process that was never to be because its configuration is wrong.</summary>
internal static class DeadOnArrival
{
    public static void Record(CoordinatorOptions options, ILogger logger)
    {
        try
        {
            using var member = new Graveyard(options.GraveyardPath).Join(options.Name);
            member.Carve(member.Current with { Died = TimeProvider.System.GetUtcNow(), ExitCode = 2, Reason = DeathReason.Configuration });
        }
        catch (GraveyardException e)
        {
            CoordinatorLog.Failed(logger, e.Message);
        }
    }
}
