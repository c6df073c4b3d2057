using Kubexit.Graveyards;
using Kubexit.Platform;
using Kubexit.Platform.Linux;
using Kubexit.Tests.Infrastructure;

namespace Kubexit.Tests.Contracts;

public sealed class LinuxGraveyardStoreTests() : FileGraveyardStoreContract(path => new LinuxGraveyardStore(path))
{
    private protected override IGraveyardStore CreateAt(string path) => new LinuxGraveyardStore(path);

    [Fact]
    public async Task Probe_B15_HolderInAnotherProcessIsKilled_IsFreeWithItsLife()
    {
        await using var graveyard = new TemporaryGraveyard();
        var store = CreateAt(graveyard.Path);
        var holder = graveyard.Wrap("app", Scripts.UntilTold);
        await graveyard.WaitFor("app", t => t.ToString()!.Contains("Born"));
        Assert.Equal(LockState.Held, store.Probe("app").State);
        Assert.Null(store.TryLock("app", "2"));
        holder.Signal(Sig.Kill);
        await Limit.Until(() => store.Probe("app").State == LockState.Free, () => $"the lock is {store.Probe("app")}");
        Assert.Equal(TombstoneReader.Observe(store, "app").Tombstone?.Life, store.Probe("app").Life);
        Assert.Equal(Vitality.Vanished, TombstoneReader.Observe(store, "app").Vitality);
        using var taken = store.TryLock("app", "2");
        Assert.NotNull(taken);
    }

    [Fact]
    public void Read_FifoOrSocket_IsRefused()
    {
        Store.EnsureExists();
        Assert.Equal(0, LibC.MakeFifo(PathOf("app"), 0x1a4));
        Assert.Equal(StoredFile.Refused("it is a FIFO"), Store.Read("app", new byte[100]));
    }

    /// <summary>Nothing of it may be believed next time: it has not changed, and was not read either.</summary>
    [Fact]
    public void Read_FailsAfterTheFileWasOpened_HasNoStamp()
    {
        // There is nothing at the first address of a process: EIO.
        var sweep = new LinuxGraveyardSweep("/proc/self");
        Assert.True(sweep.Begin(_ => { }));
        var file = sweep.Read("mem", new byte[100], out var stamp);
        sweep.End();
        Assert.Equal(StoredFile.Refused(Libc.Describe(Libc.Eio)), file);
        Assert.Equal(default, stamp);
    }

    /// <summary>Whatever a neighbour has put there, nobody lives by it, and nobody is kept from starting by it.</summary>
    [Theory]
    [InlineData("link")]
    [InlineData("fifo")]
    [InlineData("directory")]
    [InlineData("full directory")]
    public void TryLock_SomethingElseInItsPlace_IsMovedAwayAndNotFollowed(string what)
    {
        Store.EnsureExists();
        var path = PathOf(".app.alive");
        if (what == "link") File.CreateSymbolicLink(path, PathOf("elsewhere"));
        else if (what == "fifo") Assert.Equal(0, LibC.MakeFifo(path, 0x1a4));
        else Directory.CreateDirectory(what == "directory" ? path : Path.Combine(path, "child"));
        using var held = Store.TryLock("app", "1");
        Assert.True(held!.IsInPlace);
        Assert.Equal(new LockProbe(LockState.Held, "1"), Store.Probe("app"));
        Assert.False(File.Exists(PathOf("elsewhere")));
    }

    [Fact]
    public void Probe_LockedForReadingOnly_IsFree()
    {
        Store.EnsureExists();
        Store.TryLock("app", "1")!.Dispose();
        using var reader = FileLock.ForReading(PathOf(".app.alive"));
        Assert.Equal(new LockProbe(LockState.Free, "1"), Store.Probe("app"));
    }

    /// <summary>A lock for reading takes no right to write: a neighbour with a read-only mount can hold it for ever.</summary>
    [Fact]
    public void TryLock_LockedForReadingOnly_IsTakenAllTheSame()
    {
        Store.EnsureExists();
        Store.TryLock("app", "1")!.Dispose();
        using var reader = FileLock.ForReading(PathOf(".app.alive"));
        using (var held = Store.TryLock("app", "2"))
        {
            Assert.True(held!.IsInPlace);
            Assert.Equal(new LockProbe(LockState.Held, "2"), Store.Probe("app"));
            Assert.Null(Store.TryLock("app", "3"));
        }

        Assert.Equal(new LockProbe(LockState.Free, "2"), Store.Probe("app"));
        Assert.Equal([PathOf(".app.alive")], Directory.GetFileSystemEntries(Store.Path));
    }

    [Fact]
    public async Task TryLock_LockedForReadingAndManyAtOnce_OneGetsIt()
    {
        const int takers = 8;
        Store.EnsureExists();
        Store.TryLock("app", "1")!.Dispose();
        using var reader = FileLock.ForReading(PathOf(".app.alive"));
        using var start = new Barrier(takers);
        var taken = await Task.WhenAll(Enumerable.Range(0, takers).Select(taker => Task.Factory.StartNew(
            () =>
            {
                start.SignalAndWait();
                return Store.TryLock("app", $"{taker}");
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)));
        using var held = Assert.Single(taken, held => held is not null);
        Assert.True(held!.IsInPlace);
        Assert.Equal([PathOf(".app.alive")], Directory.GetFileSystemEntries(Store.Path));
    }

    [Fact]
    public async Task TryLock_NewName_IsNeverSeenFreeWithoutALife()
    {
        Store.EnsureExists();
        var current = "app";
        var isDone = false;
        var prober = Task.Run(() =>
        {
            while (!Volatile.Read(ref isDone))
                Assert.NotEqual(new LockProbe(LockState.Free, null), Store.Probe(Volatile.Read(ref current)));
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
