namespace Kubexit.Tests.KubernetesApi;

/// <summary>The node's processors: what is worked on at the same time shares them, so that everything ends late together.</summary>
internal sealed class NodeWork(Timers timers, TimeProvider time)
{
    private readonly List<Job> _jobs = [];
    private DateTimeOffset _since;
    private int _round;

    public void Do(TimeSpan work, Action done)
    {
        Progress();
        _jobs.Add(new(done) { Left = work });
        Arm();
    }

    private void Progress()
    {
        var now = time.GetUtcNow();
        if (_jobs.Count > 0)
        {
            var share = (now - _since) / _jobs.Count;
            foreach (var job in _jobs) job.Left -= share;
        }
        _since = now;
    }

    private void Arm()
    {
        if (_jobs.Count == 0) return;
        var round = ++_round;
        var next = _jobs.Min(job => job.Left);
        timers.After(next > TimeSpan.Zero ? next * _jobs.Count : TimeSpan.Zero, () => Finish(round));
    }

    private void Finish(int round)
    {
        if (round != _round) return; // Somebody came in between.
        Progress();
        // Timers of the real clock have whole milliseconds.
        var done = _jobs.FindAll(job => job.Left <= TimeSpan.FromMilliseconds(1));
        _jobs.RemoveAll(done.Contains);
        Arm();
        foreach (var job in done) job.Done();
    }

    private sealed class Job(Action done)
    {
        public Action Done => done;

        public TimeSpan Left { get; set; }
    }
}
