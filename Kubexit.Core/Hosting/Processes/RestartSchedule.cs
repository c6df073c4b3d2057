namespace Kubexit.Hosting;

/// <summary>Decides after each life whether and when there is another one.</summary>
internal sealed class RestartSchedule(SupervisedProcessOptions options)
{
    private TimeSpan _next = options.RestartDelay;
    private int _restarts;

    /// <summary>Somebody wants the process to run: what was before does not count.</summary>
    public void Reset() => (_next, _restarts) = (options.RestartDelay, 0);

    /// <param name="exitCode">How the life ended.</param>
    /// <param name="duration">How long it was.</param>
    /// <returns>From its end to the next; <see langword="null"/> when there is none.</returns>
    public TimeSpan? Next(int exitCode, TimeSpan duration)
    {
        if (options.RestartPolicy == RestartPolicy.Never || (options.RestartPolicy == RestartPolicy.OnFailure && exitCode == 0))
            return null;
        if (duration >= options.LongestRestartDelay) Reset();
        if (_restarts >= options.MaxRestarts) return null;
        _restarts++;
        var delay = _next < options.LongestRestartDelay ? _next : options.LongestRestartDelay;
        _next = delay * 2;
        return delay;
    }
}
