using Kubexit.Configuration;
using Kubexit.Graveyards;
using Kubexit.Supervision;
using Microsoft.Extensions.Logging;

namespace Kubexit.Coordination;

/// <summary>A process's own tombstone through one life. What cannot be written is said, and tried again until it can.</summary>
internal sealed class GraveRecord(GraveyardMember member, TimeProvider time, ILogger logger) : IDisposable
{
    private static readonly TimeSpan RetryPeriod = TimeSpan.FromSeconds(1);

    private ITimer? _retry;

    public string Life => member.Life;

    public Tombstone? Previous => member.Previous;

    public void Born(bool isReady)
    {
        var now = time.GetUtcNow();
        Carve(member.Current with { Born = now, Ready = isReady ? now : null });
    }

    public void Ready() => Carve(member.Current with { Ready = time.GetUtcNow() });

    public void Answered(DependencyDeath death) => Carve(member.Current with
    {
        Answered = new Dictionary<string, AnsweredDeath>(member.Current.Answered) { [death.Name] = death.Death },
    });

    public void Died(CoordinatorResult result) => Carve(member.Current with
    {
        Died = time.GetUtcNow(),
        ExitCode = result.RecordedExitCode,
        Signal = result.Child is { IsSignaled: true } child ? SignalName.Of(child.Signal) : null,
        Reason = result.Reason,
    });

    /// <summary>After the graveyard was removed and stands again.</summary>
    public void Restore()
    {
        try
        {
            member.Rejoin();
            StopRetrying();
        }
        catch (GraveyardException e)
        {
            Retry(e);
        }
    }

    public void Dispose()
    {
        StopRetrying();
        member.Dispose();
    }

    private void Carve(Tombstone tombstone)
    {
        try
        {
            member.Carve(tombstone);
            StopRetrying();
        }
        catch (GraveyardException)
        {
            // The graveyard may have been removed: then it takes more than another write.
            Restore();
        }
    }

    private void Retry(GraveyardException e)
    {
        if (_retry is not null) return;
        GraveyardLog.CarveFailed(logger, e.Message, GoDuration.Format(RetryPeriod));
        _retry = time.CreateTimer(_ => Restore(), null, RetryPeriod, RetryPeriod);
    }

    private void StopRetrying()
    {
        _retry?.Dispose();
        _retry = null;
    }
}
