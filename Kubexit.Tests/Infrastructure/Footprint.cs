using System.Globalization;

namespace Kubexit.Tests.Infrastructure;

/// <summary>What a process takes from the machine, to be held against what it takes later.</summary>
internal sealed class Footprint
{
    private const double CpuShare = 0.2;

    /// <summary>The log's, and those that a request on the thread pool has left behind.</summary>
    private const int MoreThreads = 6;

    private readonly WrappedProcess _process;
    private readonly TimeSpan _cpu;
    private readonly long _at = Environment.TickCount64;
    private readonly int _descriptors, _threads, _memory;

    private Footprint(WrappedProcess process) => (_process, _cpu, _descriptors, _threads, _memory) = (
        process, ProcFs.CpuTimeOf(process.Pid), ProcFs.DescriptorsOf(process.Pid).Count, ProcFs.ThreadsOf(process.Pid).Count,
        MemoryOf(process.Pid));

    public static Footprint Of(WrappedProcess process) => new(process);

    /// <summary>Since then it has not spun, and it keeps no more than it did.</summary>
    public Task HasNotGrown()
    {
        var cpu = ProcFs.CpuTimeOf(_process.Pid) - _cpu;
        var time = TimeSpan.FromMilliseconds(Environment.TickCount64 - _at);
        if (cpu > (time * CpuShare) + TimeSpan.FromMilliseconds(100)) Assert.Fail(_process.Describe($"spins: {cpu} of {time}"));
        return KeepsNoMore();
    }

    /// <summary>As <see cref="HasNotGrown"/>, some time from now. A spin is a rate: only a stretch of time shows it.</summary>
    public async Task HasNotGrownWithin(TimeSpan stretch)
    {
        await Task.Delay(stretch);
        await HasNotGrown();
    }

    /// <summary>What is open or runs for an instant does not count.</summary>
    /// <param name="moreKiB">Of memory: the collector's budget for new objects, which a process at rest has not used up.</param>
    public Task KeepsNoMore(int moreKiB = 8 * 1024) => Limit.Until(
        () => ProcFs.DescriptorsOf(_process.Pid).Count <= _descriptors && ProcFs.ThreadsOf(_process.Pid).Count <= _threads + MoreThreads
            && MemoryOf(_process.Pid) <= _memory + moreKiB,
        () => _process.Describe($"keeps more than it did: {ProcFs.DescriptorsOf(_process.Pid).Count} descriptors after {_descriptors}, "
            + $"{ProcFs.ThreadsOf(_process.Pid).Count} threads after {_threads}, {MemoryOf(_process.Pid)} KiB after {_memory}"));

    private static int MemoryOf(int process) => ProcFs.Status(process, "VmRSS") is { } text
        ? int.Parse(text.Split(' ')[0], CultureInfo.InvariantCulture) : 0;
}
