using System.Text;
using Kubexit.Configuration;
using Kubexit.Graveyards;
using Kubexit.Platform;
using Kubexit.Tests.Infrastructure;

namespace Kubexit.Tests.Contracts;

/// <summary>What every graveyard store does, in memory or on a disk.</summary>
public abstract class GraveyardStoreContract : IDisposable
{
    private readonly RunningLoop _loop = new();

    internal abstract IGraveyardStore Store { get; }

    /// <summary>Whether a watch tells that a lock was released. Where it does not, the rescan finds out.</summary>
    protected virtual bool TellsLockLoss => true;

    public virtual void Dispose()
    {
        _loop.Dispose();
        GC.SuppressFinalize(this);
    }

    protected abstract void RemoveDirectory();

    protected abstract void Delete(string name);

    [Fact]
    public void Read_NothingThere_IsMissing()
    {
        Assert.Equal(StoredFileKind.Missing, Store.Read("app", new byte[10]).Kind);
        Store.EnsureExists();
        Assert.Equal(StoredFileKind.Missing, Store.Read("app", new byte[10]).Kind);
    }

    [Theory]
    [InlineData("app")]
    [InlineData("ünï-世界 x")]
    public void Write_AnyName_IsReadBackAndListed(string name)
    {
        Store.EnsureExists();
        Store.Write(name, "first, and longer"u8);
        Store.Write(name, "second"u8);
        using var held = Store.TryLock(name, "1");
        Assert.Equal("second", ReadText(name));
        Assert.Equal([name], Names());
    }

    [Fact]
    public void Write_LongestName_IsReadBack()
    {
        var name = new string('n', TombstoneName.MaxBytes);
        Store.EnsureExists();
        using var held = Store.TryLock(name, "1");
        Store.Write(name, "x"u8);
        Assert.Equal("x", ReadText(name));
    }

    [Fact]
    public void Write_NoDirectory_Throws() => Assert.Throws<GraveyardException>(() => Store.Write("app", "x"u8));

    [Fact]
    public void List_NoDirectory_IsEmpty() => Assert.Empty(Names());

    [Fact]
    public void EnsureExists_Twice_IsFine()
    {
        Store.EnsureExists();
        Store.EnsureExists();
        Store.Write("app", "x"u8);
    }

    [Theory]
    [InlineData(2048)]
    [InlineData(StoredFile.MaxLength)]
    public void Read_BufferTooSmall_SaysHowLargeItMustBe(int length)
    {
        Store.EnsureExists();
        Store.Write("app", new byte[length]);
        var first = Store.Read("app", new byte[1024]);
        Assert.Equal(StoredFileKind.Longer, first.Kind);
        Assert.Equal(StoredFile.Found(length), Store.Read("app", new byte[first.Length]));
    }

    [Fact]
    public void Read_LongerThanAllowed_IsRefused()
    {
        Store.EnsureExists();
        Store.Write("app", new byte[StoredFile.MaxLength + 1]);
        Assert.Equal(StoredFileKind.Refused, Store.Read("app", new byte[2048]).Kind);
        Assert.Equal(StoredFileKind.Refused, Store.Read("app", new byte[StoredFile.MaxLength + 1]).Kind);
        Assert.Null(TombstoneReader.Read(Store, "app", out var problem));
        Assert.Equal("it is 65537 bytes long, more than 65536", problem);
    }

    [Fact]
    public async Task Write_B6_ConcurrentReadersAndWriters_SeeOneOrTheOther()
    {
        Store.EnsureExists();
        var (first, second) = (new string('a', 3000), new string('b', 1500));
        Store.Write("app", Encoding.UTF8.GetBytes(first));
        var (writes, isDone) = (0, false);
        var writers = new[] { first, second }.Select(text => Task.Run(() =>
        {
            for (; !Volatile.Read(ref isDone); Interlocked.Increment(ref writes)) Store.Write("app", Encoding.UTF8.GetBytes(text));
        })).ToArray();
        try
        {
            await Task.Run(() =>
            {
                for (var reads = 0; reads < 1000 || Volatile.Read(ref writes) < 1000; reads++)
                {
                    var text = ReadText("app");
                    if (text != first && text != second) Assert.Fail($"read {text.Length} bytes");
                }
            });
        }
        finally
        {
            Volatile.Write(ref isDone, true);
            await Task.WhenAll(writers);
        }
    }

    [Fact]
    public void TryLock_Held_KeepsOthersOutUntilItIsReleased()
    {
        Store.EnsureExists();
        Assert.Equal(new LockProbe(LockState.Absent, null), Store.Probe("app"));
        using (var held = Store.TryLock("app", "a-long-life-id"))
        {
            Assert.True(held?.IsInPlace);
            Assert.Equal(new LockProbe(LockState.Held, "a-long-life-id"), Store.Probe("app"));
            Assert.Null(Store.TryLock("app", "other"));
            using var neighbour = Store.TryLock("db", "2");
            Assert.NotNull(neighbour);
        }

        Assert.Equal(new LockProbe(LockState.Free, "a-long-life-id"), Store.Probe("app"));
        using var again = Store.TryLock("app", "2");
        Assert.Equal(new LockProbe(LockState.Held, "2"), Store.Probe("app"));
    }

    [Fact]
    public void TryLock_NoDirectory_Throws() => Assert.Throws<GraveyardException>(() => Store.TryLock("app", "1"));

    [Fact]
    public async Task TryLock_WhileOthersProbe_IsNotKeptOut()
    {
        Store.EnsureExists();
        Store.TryLock("app", "0")!.Dispose();
        var isDone = false;
        var prober = Task.Run(() =>
        {
            while (!Volatile.Read(ref isDone)) Store.Probe("app");
        });
        for (var i = 0; i < 200; i++)
        {
            using var held = Store.TryLock("app", "1");
            Assert.NotNull(held);
        }

        Volatile.Write(ref isDone, true);
        await prober;
    }

    [Fact]
    public void IsInPlace_B23_DirectoryReplaced_IsFalse()
    {
        Store.EnsureExists();
        using var held = Store.TryLock("app", "1");
        RemoveDirectory();
        Assert.False(held!.IsInPlace);
        Store.EnsureExists();
        Assert.False(held.IsInPlace);
        using var other = Store.TryLock("app", "2");
        Assert.True(other!.IsInPlace);
        Assert.False(held.IsInPlace);
    }

    [Fact]
    public async Task Watch_WriteDeleteAndLockLoss_AreTold()
    {
        Store.EnsureExists();
        var held = Store.TryLock("app", "1")!;
        var events = new RecordingEvents();
        using var watch = await _loop.Invoke(() => Store.Watch(_loop.Loop, events));
        Store.Write("app", "x"u8);
        await events.WaitFor("changed app");
        if (TellsLockLoss)
        {
            held.Dispose();
            await events.WaitFor("changed .app.alive");
        }

        Store.Write("db", "x"u8);
        await events.WaitFor("changed db");
        var before = events.Said.Count(s => s == "changed app");
        Delete("app");
        await Limit.Until(() => events.Said.Count(s => s == "changed app") > before, () => "the deletion was not told");
        await _loop.Invoke(watch.Dispose);
        held.Dispose();
    }

    [Fact]
    public async Task Watch_DirectoryRemovedAndRecreated_B23_IsGoneAndCanBeWatchedAgain()
    {
        Store.EnsureExists();
        var events = new RecordingEvents();
        var watch = await _loop.Invoke(() => Store.Watch(_loop.Loop, events));
        RemoveDirectory();
        await events.WaitFor("gone");
        await _loop.Invoke(watch.Dispose);
        await Assert.ThrowsAsync<GraveyardException>(() => _loop.Invoke(() => Store.Watch(_loop.Loop, events)));
        Store.EnsureExists();
        watch = await _loop.Invoke(() => Store.Watch(_loop.Loop, events));
        Store.Write("new", "x"u8);
        await events.WaitFor("changed new");
        await _loop.Invoke(watch.Dispose);
    }

    [Fact]
    public async Task Watch_Disposed_SaysNothingMore()
    {
        Store.EnsureExists();
        RecordingEvents first = new(), second = new();
        var watch = await _loop.Invoke(() => Store.Watch(_loop.Loop, first));
        var other = await _loop.Invoke(() => Store.Watch(_loop.Loop, second));
        await _loop.Invoke(watch.Dispose);
        Store.Write("app", "x"u8);
        await second.WaitFor("changed app");
        await _loop.Invoke(other.Dispose);
        Assert.Empty(first.Said);
    }

    private List<string> Names()
    {
        var names = new List<string>();
        var sweep = Store.CreateSweep();
        sweep.Begin(name =>
        {
            if (!name.StartsWith("."u8)) names.Add(Encoding.UTF8.GetString(name));
        });
        sweep.End();
        return names;
    }

    private protected string ReadText(string name)
    {
        var buffer = new byte[StoredFile.MaxLength + 1];
        var file = Store.Read(name, buffer);
        Assert.True(file.Kind == StoredFileKind.Found, $"{file.Kind}: {file.Problem}");
        return Encoding.UTF8.GetString(buffer, 0, file.Length);
    }
}
