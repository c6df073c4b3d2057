using System.Diagnostics;
using System.Text;
using Kubexit.Platform.Linux;

namespace Kubexit.Benchmarks.WholeProcess;

/// <summary>
/// Rewrites one tombstone after the other, as their owners would, at a steady rate. Allocates nothing, so that no collection of ours is
/// measured. Time in which it did not get a processor is given up, not made up for: that would be a burst which nobody asked for.
/// </summary>
internal sealed unsafe class UnrelatedWrites : IDisposable
{
    private static readonly TimeSpan LongestBurst = TimeSpan.FromMilliseconds(5);

    private readonly byte[][] _files;
    private readonly byte[] _temporary;
    private readonly int _perSecond;
    private readonly Thread _thread;
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private volatile bool _isStopped;
    private long _written;

    public UnrelatedWrites(TemporaryGraveyard graveyard, int tombstones, int perSecond)
    {
        _files = [.. Enumerable.Range(0, tombstones).Select(
            i => Encoding.UTF8.GetBytes(graveyard.PathOf(TemporaryGraveyard.NameOf(i)) + "\0"))];
        _temporary = Encoding.UTF8.GetBytes(graveyard.PathOf(".neighbour.tmp") + "\0");
        _perSecond = perSecond;
        _thread = new Thread(Run);
        _thread.Start();
    }

    /// <summary>How many were really written each second.</summary>
    public double PerSecond => Volatile.Read(ref _written) / _clock.Elapsed.TotalSeconds;

    public void Dispose()
    {
        _isStopped = true;
        _thread.Join();
    }

    private void Run()
    {
        var (last, owed) = (_clock.Elapsed, 0.0);
        while (!_isStopped)
        {
            Thread.Sleep(1);
            var passed = _clock.Elapsed - last;
            last += passed;
            owed += (passed < LongestBurst ? passed : LongestBurst).TotalSeconds * _perSecond;
            for (; owed >= 1 && !_isStopped; owed--) Write(_files[_written++ % _files.Length]);
        }
    }

    private void Write(byte[] path)
    {
        fixed (byte* temporary = _temporary, file = path, content = TemporaryGraveyard.Dead)
        {
            var fd = Libc.open(temporary, Libc.OWronly | Libc.OCreat, 0x1A4);
            var isWritten = Libc.write(fd, content, TemporaryGraveyard.Dead.Length) > 0 && Libc.close(fd) == 0;
            if (!isWritten || Libc.Rename(temporary, file) != 0)
                throw new IOException($"Cannot write a tombstone: {Libc.Describe(Libc.Errno)}.");
        }
    }
}
