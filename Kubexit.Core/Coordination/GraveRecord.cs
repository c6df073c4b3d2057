using Kubexit.Configuration;
using Kubexit.Graveyards;
using Kubexit.Supervision;
using Microsoft.Extensions.Logging;

namespace Kubexit.Coordination;

/// <summary>A process's own tombstone through one life. What cannot be written is said, and tried again until it can.</summary>
internal sealed class GraveRecord(GraveyardMember member, TimeProvider time, ILogger logger, ILastWords? lastWords = null) : IOwnGrave,
    IDisposable
{
    private static readonly TimeSpan RetryPeriod = TimeSpan.FromSeconds(1);

    /// <summary>Stands for the time of a death that has not come.</summary>
    private static readonly DateTimeOffset SomeDay = DateTimeOffset.MaxValue;

    /// <summary>A neighbour that undoes what we mend is not followed faster than this.</summary>
    private static readonly TimeSpan MendPeriod = TimeSpan.FromSeconds(1);

    private readonly WarningRate _rate = new(time);
    private ITimer? _retry;
    private ITimer? _mend;
    private long? _mendedAt;

    public string Name => member.Name;

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
        Signal = result.Child?.Signal,
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

    public void Check()
    {
        if (_retry is not null || _mend is not null || member.FindDamage() is not { } damage) return;
        var wait = _mendedAt is { } last ? MendPeriod - time.GetElapsedTime(last) : TimeSpan.Zero;
        if (wait > TimeSpan.Zero)
        {
            _mend = time.CreateTimer(_ => MendLater(), null, wait, Timeout.InfiniteTimeSpan);
            return;
        }

        _mendedAt = time.GetTimestamp();
        if (member.IsSupplanted)
        {
            if (_rate.Allows("supplanted")) GraveyardLog.Supplanted(logger, Name);
            return;
        }

        if (_rate.Allows("damage")) GraveyardLog.Mended(logger, Name, damage);
        Restore();
    }

    public void Dispose()
    {
        StopRetrying();
        _mend?.Dispose();
        member.Dispose();
    }

    /// <summary>Tells what is to be recorded if this process ends in a way that it cannot answer.</summary>
    public void PrepareLastWords()
    {
        if (lastWords is null) return;
        var tombstone = member.Current.Died is null
            ? member.Current with { Died = SomeDay, ExitCode = OwnExitCode.Internal, Reason = DeathReason.Internal } : member.Current;
        Span<byte> time = stackalloc byte[Rfc3339.MaxLength];
        time = time[..Rfc3339.Format(tombstone.Died!.Value, time)];

        // The last one is ours; those before it are deaths that were answered.
        ReadOnlySpan<byte> text = TombstoneText.Write(tombstone), key = "Died: \""u8;
        var at = text.LastIndexOf(key) + key.Length;
        lastWords.SetTombstone(member.TemporaryPath, member.Path, text[..at], text[(at + time.Length)..]);
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

        PrepareLastWords();
    }

    private void Retry(GraveyardException e)
    {
        if (_retry is not null) return;
        GraveyardLog.CarveFailed(logger, e.Message, GoDuration.Format(RetryPeriod));
        _retry = time.CreateTimer(_ => Restore(), null, RetryPeriod, RetryPeriod);
    }

    private void MendLater()
    {
        _mend?.Dispose();
        _mend = null;
        Check();
    }

    private void StopRetrying()
    {
        _retry?.Dispose();
        _retry = null;
    }
}
