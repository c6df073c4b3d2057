namespace Kubexit.Graveyards;

/// <summary>
/// Lets a warning about the same subject through once a minute: a neighbour that changes its mind with every look must not fill the log.
/// </summary>
internal sealed class WarningRate(TimeProvider time)
{
    private const int MaxSubjects = 256;
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly Dictionary<string, long> _last = [];

    /// <summary>Whether it may be said now. If so, it counts as said.</summary>
    public bool Allows(string subject)
    {
        if (_last.TryGetValue(subject, out var last) && time.GetElapsedTime(last) < Interval) return false;
        if (_last.Count >= MaxSubjects && !_last.ContainsKey(subject)) Forget();
        if (_last.Count >= MaxSubjects && !_last.ContainsKey(subject)) return false;
        _last[subject] = time.GetTimestamp();
        return true;
    }

    private void Forget()
    {
        foreach (var (subject, last) in _last)
        {
            if (time.GetElapsedTime(last) >= Interval) _last.Remove(subject);
        }
    }
}
