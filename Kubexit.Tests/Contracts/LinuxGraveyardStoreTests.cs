using Kubexit.Platform;
using Kubexit.Platform.Linux;
using Kubexit.Tests.Infrastructure;

namespace Kubexit.Tests.Contracts;

public sealed class LinuxGraveyardStoreTests() : FileGraveyardStoreContract(path => new LinuxGraveyardStore(path))
{
    private protected override IGraveyardStore CreateAt(string path) => new LinuxGraveyardStore(path);

    [Fact]
    public void Read_FifoOrSocket_IsRefused()
    {
        Store.EnsureExists();
        Assert.Equal(0, LibC.MakeFifo(PathOf("app"), 0x1a4));
        Assert.Equal(StoredFile.Refused("it is a FIFO"), Store.Read("app", new byte[100]));
    }

    [Fact]
    public void TryLock_Fifo_Throws()
    {
        Store.EnsureExists();
        Assert.Equal(0, LibC.MakeFifo(PathOf(".app.alive"), 0x1a4));
        Assert.Contains("it is a FIFO", Assert.Throws<GraveyardException>(() => Store.TryLock("app", "1")).Message);
        Assert.Equal(LockState.Unknown, Store.Probe("app").State);
    }

    [Fact]
    public async Task TryLock_NewName_IsNeverSeenFreeWithoutALife()
    {
        Store.EnsureExists();
        var current = "app";
        var isDone = false;
        var prober = Task.Run(() =>
        {
            while (!Volatile.Read(ref isDone)) Assert.NotEqual(new LockProbe(LockState.Free, null), Store.Probe(Volatile.Read(ref current)));
        });
        for (var i = 0; i < 1000; i++)
        {
            Volatile.Write(ref current, $"app-{i}");
            using var held = Store.TryLock($"app-{i}", "1");
            Assert.NotNull(held);
        }

        Volatile.Write(ref isDone, true);
        await prober;
    }

    [Fact]
    public void TryLock_RestOfAMakerThatWasKilled_IsTakenOver()
    {
        Store.EnsureExists();
        File.WriteAllText(PathOf(".app.new"), "a-life-that-never-was");
        using var held = Store.TryLock("app", "1");
        Assert.True(held!.IsInPlace);
        Assert.Equal(new LockProbe(LockState.Held, "1"), Store.Probe("app"));
        Assert.Equal([PathOf(".app.alive")], Directory.GetFileSystemEntries(Store.Path));
    }

    [Fact]
    public void TryLock_LinkWhereItIsMade_IsRefusedAndNotFollowed()
    {
        Store.EnsureExists();
        File.CreateSymbolicLink(PathOf(".app.new"), PathOf("elsewhere"));
        Assert.Contains(".app.new", Assert.Throws<GraveyardException>(() => Store.TryLock("app", "1")).Message);
        Assert.False(File.Exists(PathOf("elsewhere")));
        Assert.Equal(LockState.Absent, Store.Probe("app").State);
    }

    [Fact]
    public async Task TryLock_ManyAtOnceForANewName_OneGetsIt()
    {
        const int names = 10, takersOfAName = 4;
        Store.EnsureExists();
        using var start = new Barrier(names * takersOfAName);
        var takers = Enumerable.Range(0, names * takersOfAName).Select(taker => Task.Factory.StartNew(
            () =>
            {
                start.SignalAndWait();
                return (Name: taker % names, Held: Store.TryLock($"app-{taker % names}", $"{taker}"));
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default));
        foreach (var taken in (await Task.WhenAll(takers)).GroupBy(taken => taken.Name, taken => taken.Held))
        {
            using var held = Assert.Single(taken, held => held is not null);
            Assert.True(held!.IsInPlace);
        }
    }

    [Fact]
    public void EnsureExists_Missing_IsMadeForEveryUser()
    {
        Store.EnsureExists();
        const UnixFileMode all = (UnixFileMode)0x1FF;
        Assert.Equal(all | UnixFileMode.StickyBit, new DirectoryInfo(Store.Path).UnixFileMode);
    }

    [Fact]
    public async Task Watch_OriginalWritesInPlace_IsTold()
    {
        using var loop = new RunningLoop();
        Store.EnsureExists();
        var events = new RecordingEvents();
        using var watch = await loop.Invoke(() => Store.Watch(loop.Loop, events));
        File.WriteAllText(PathOf("app"), "x");
        await events.WaitFor("changed app");
        await loop.Invoke(watch.Dispose);
    }

    [Fact]
    public async Task Watch_B23_QueueOverflows_IsTold()
    {
        // One more than the queue holds, while the loop is kept from reading it.
        var limit = int.Parse(File.ReadAllText("/proc/sys/fs/inotify/max_queued_events"));
        Assert.SkipWhen(limit > 100_000, "The queue is too long to be filled here.");
        using var loop = new RunningLoop();
        Store.EnsureExists();
        var events = new RecordingEvents();
        using var watch = await loop.Invoke(() => Store.Watch(loop.Loop, events));
        using var isFull = new ManualResetEventSlim();
        var isHeld = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        loop.Loop.Post(() =>
        {
            isHeld.SetResult();
            isFull.Wait();
        });
        await isHeld.Task.WaitAsync(Limit.Generous);

        // Each write is two events: the temporary file is closed, and moved. Some closes come late: a process that another test starts
        // holds a copy of the descriptor until its exec.
        for (var i = 0; i <= (limit / 2) + 1000; i++) Store.Write("app", "x"u8);
        isFull.Set();
        await events.WaitFor("lost");
        await loop.Invoke(watch.Dispose);
    }
}
