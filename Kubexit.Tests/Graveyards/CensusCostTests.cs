using System.Runtime.CompilerServices;
using Kubexit.Graveyards;
using Kubexit.Tests.Fakes;

namespace Kubexit.Tests.Graveyards;

/// <summary>What a look at many names costs: what has not changed next to nothing, and what has gone is not kept.</summary>
public sealed class CensusCostTests : CensusFolder
{
    /// <param name="hours">By how much the clock is ahead: the files are old then, and their stamps are believed.</param>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void LookAtAll_NothingHasChanged_SaysAndAllocatesNothing(int hours)
    {
        FillWithAllKinds();
        var census = Census(hours);
        var told = 0;
        for (var round = 0; round < 3; round++) census.LookAtAll(_ => told++);
        Assert.Equal(3 * Names, told);
        var entries = census.Entries;

        Action<TombstoneObservation> onSeen = _ => told++;
        var before = GC.GetAllocatedBytesForCurrentThread();
        census.LookAtAll(onSeen);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal((0, 3 * Names), (allocated, told));
        Assert.Same(entries, census.Entries);
    }

    [Fact]
    public void LookAtAll_FirstOfTenThousand_Allocates3MB()
    {
        const int many = 10_000;
        var dead = Text(new Tombstone { Born = Looks.Noon, Died = Looks.Noon, ExitCode = 0 });
        for (var i = 0; i < many; i++) File.WriteAllBytes(PathOf($"neighbour-{i:D5}"), dead);
        Census(0).LookAtAll(null);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var census = Census(0);
        census.LookAtAll(null);
        Assert.Equal(many, census.Entries.Count);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 1, 3_000_000);
    }

    [Fact]
    public void LookAtAll_NamesComeAndGo_TheGoneAreNotKept()
    {
        var gone = ComeAndGo(Census(hours: 1), 100);
        GC.Collect();
        Assert.DoesNotContain(gone, name => name.IsAlive);
    }

    // Not inlined: else the JIT may keep locals alive for the caller.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private List<WeakReference> ComeAndGo(GraveyardCensus census, int times)
    {
        var names = new List<WeakReference>();
        for (var i = 0; i < Names; i++) Store.Write($"first-{i}", Text(new Tombstone { ExitCode = 1 }));
        census.LookAtAll(null);
        for (var i = 0; i < times; i++)
        {
            Store.Write($"job-{i}", Text(new Tombstone { ExitCode = 1 }));
            census.LookAtAll(null);
            File.Delete(PathOf(i < Names ? $"first-{i}" : $"job-{i - Names}"));
            names.Add(new WeakReference(census.Entries.Single(e => e.Name == $"job-{i}").Name));
        }

        foreach (var file in Folder.EnumerateFiles()) file.Delete();
        for (var round = 0; round < 3; round++) census.LookAtAll(null);
        Assert.Empty(census.Entries);
        return names;
    }

    /// <summary>Few are read before they are understood: what has changed is told soon, and its lock belongs to its tombstone.</summary>
    [Fact]
    public void LookAtAll_OneOfManyHasChanged_IsToldSoonAfterItWasRead()
    {
        FillWithAllKinds();
        var census = Census(hours: 1);
        census.LookAtAll(null);
        Store.Write("alive-00007", Text(new Tombstone { Life = "life-7", ExitCode = 7 }));
        int read = -1, told = -1;
        Sweep.AfterRead = _ => read = Sweep.Questions;
        census.LookAtAll(_ => told = Sweep.Questions);
        Assert.InRange(read, 1, told);
        Assert.InRange(told - read, 1, 3);
    }

    [Fact]
    public void LookAtAll_OldAndUnchanged_IsOneStatForAnOriginalTwoForTheDeadAndAskedForItsLockIfItLives()
    {
        FillWithAllKinds();
        var census = Census(hours: 1);
        census.LookAtAll(null);
        Assert.Equal((3 * Names, 2 * Names, 0), Sweep.Take());
        census.LookAtAll(null);
        Assert.Equal((0, Names, 4 * Names), Sweep.Take());
    }

    [Fact]
    public void LookAtAll_TooYoungToBelieveTheStamp_IsReadAgain()
    {
        Store.Write("a", Text(new Tombstone { ExitCode = 1 }));
        var census = Census(0);
        census.LookAtAll(null);
        census.LookAtAll(null);
        Assert.Equal((2, 0, 0), Sweep.Take());
    }
}
