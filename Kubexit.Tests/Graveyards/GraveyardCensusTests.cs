using System.Runtime.CompilerServices;
using System.Text;
using Kubexit.Graveyards;
using Kubexit.Platform;
using Kubexit.Platform.Linux;
using Kubexit.Tests.Fakes;

namespace Kubexit.Tests.Graveyards;

/// <summary>Looks at many names, on a real file system: what has not changed costs next to nothing, and nothing is missed.</summary>
public sealed class GraveyardCensusTests : IDisposable
{
    private const int Names = 50;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kubexit-census-");
    private readonly List<IDisposable> _locks = [];
    private readonly LinuxGraveyardStore _store;
    private readonly CountingSweep _sweep;

    public GraveyardCensusTests()
    {
        _store = new LinuxGraveyardStore(_folder.FullName);
        _sweep = new CountingSweep(_store.CreateSweep());
    }

    public void Dispose()
    {
        foreach (var held in _locks) held.Dispose();
        _folder.Delete(recursive: true);
    }

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
        Assert.InRange(gone.Count(name => name.IsAlive), 0, 3);
    }

    // Not inlined: else the JIT may keep locals alive for the caller.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private List<WeakReference> ComeAndGo(GraveyardCensus census, int times)
    {
        var names = new List<WeakReference>();
        for (var i = 0; i < Names; i++) _store.Write($"first-{i}", Text(new Tombstone { ExitCode = 1 }));
        census.LookAtAll(null);
        for (var i = 0; i < times; i++)
        {
            _store.Write($"job-{i}", Text(new Tombstone { ExitCode = 1 }));
            census.LookAtAll(null);
            File.Delete(PathOf(i < Names ? $"first-{i}" : $"job-{i - Names}"));
            names.Add(new WeakReference(census.Entries.Single(e => e.Name == $"job-{i}").Name));
        }

        foreach (var file in _folder.EnumerateFiles()) file.Delete();
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
        _store.Write("alive-00007", Text(new Tombstone { Life = "life-7", ExitCode = 7 }));
        int read = -1, told = -1;
        _sweep.AfterRead = _ => read = _sweep.Questions;
        census.LookAtAll(_ => told = _sweep.Questions);
        Assert.InRange(read, 1, told);
        Assert.InRange(told - read, 1, 3);
    }

    [Fact]
    public void LookAtAll_OldAndUnchanged_IsOneStatForAnOriginalTwoForTheDeadAndAskedForItsLockIfItLives()
    {
        FillWithAllKinds();
        var census = Census(hours: 1);
        census.LookAtAll(null);
        Assert.Equal((3 * Names, 2 * Names, 0), _sweep.Take());
        census.LookAtAll(null);
        Assert.Equal((0, Names, 4 * Names), _sweep.Take());
    }

    [Fact]
    public void LookAtAll_TooYoungToBelieveTheStamp_IsReadAgain()
    {
        _store.Write("a", Text(new Tombstone { ExitCode = 1 }));
        var census = Census(0);
        census.LookAtAll(null);
        census.LookAtAll(null);
        Assert.Equal((2, 0, 0), _sweep.Take());
    }

    [Fact]
    public void LookAtAll_OneOfManyChanges_ThatOneIsToldAndTheOthersAreTheSame()
    {
        FillWithAllKinds();
        var census = Census(hours: 1);
        census.LookAtAll(null);
        var before = census.Entries.ToDictionary(e => e.Name);
        _store.Write("original-00007", Text(new Tombstone { Born = Looks.Noon, Died = Looks.Noon, ExitCode = 77 }));
        var told = new List<string>();
        census.LookAtAll(o => told.Add(o.Name));
        Assert.Equal(["original-00007"], told);
        Assert.Equal(77, census.Entries.Single(e => e.Name == told[0]).Tombstone!.ExitCode);
        Assert.All(census.Entries.Where(e => e.Name != told[0]), e => Assert.Same(before[e.Name], e));
    }

    [Fact]
    public void LookAtAll_KilledTakenAgainAndRemoved_IsToldThoughNoTombstoneChanges()
    {
        FillWithAllKinds();
        var census = Census(hours: 1);
        census.LookAtAll(null);
        _locks[3].Dispose();
        Assert.Equal([("alive-00003", Vitality.Vanished)], Look(census));
        using (Held("dead-00004", "another-life")) Assert.Equal([("dead-00004", Vitality.Starting)], Look(census));
        Assert.Equal([("dead-00004", Vitality.Vanished)], Look(census));
        File.Delete(Path.Combine(_folder.FullName, "original-00005"));
        Assert.Equal([("original-00005", Vitality.Absent)], Look(census));
        Assert.Equal(3 * Names - 1, census.Entries.Count);
    }

    [Fact]
    public void LookAtAll_DeathIsRecordedBetweenTheLooksAtTombstoneAndLock_IsDead()
    {
        var held = Held("app", "1");
        _store.Write("app", Text(new Tombstone { Life = "1" }));
        _sweep.BeforeProbe = () =>
        {
            _store.Write("app", Text(new Tombstone { Life = "1", Died = Looks.Noon }));
            held.Dispose();
        };
        Assert.Equal([("app", Vitality.Dead)], Look(Census(0)));
    }

    [Fact]
    public void LookAtAll_DirectoryGoes_EverybodyIsAbsent()
    {
        _store.Write("a", Text(new Tombstone { ExitCode = 1 }));
        var census = Census(0);
        Look(census);
        _folder.Delete(recursive: true);
        Assert.Equal([("a", Vitality.Absent)], Look(census));
        Assert.Empty(Look(census));
        Assert.Empty(census.Entries);
        _folder.Create();
    }

    [Fact]
    public void LookAtAll_NamesThatAreNoneOrNotAscii_AreLeftOutOrRead()
    {
        _store.Write("ünï-世界 x", Text(new Tombstone { ExitCode = 1 }));
        File.WriteAllText(PathOf(".other"), "");
        byte[] invalid = [.. Encoding.UTF8.GetBytes(PathOf("")), 0xFF, 0xFE, 0];
        Rename(NativePath.Of(PathOf(".other")), invalid);
        var census = Census(0);
        Assert.Equal([("ünï-世界 x", Vitality.Alive)], Look(census));
        Assert.Empty(Look(census));
        Rename(invalid, NativePath.Of(PathOf(".other")));
    }

    [Fact]
    public void LookAtAll_OneOfManyIsLongAndOneCannotBeRead_EachIsWhatItIs()
    {
        FillWithAllKinds();
        var answers = Enumerable.Range(0, 500).ToDictionary(i => $"neighbour-{i}", _ => new AnsweredDeath("life", Looks.Noon));
        _store.Write("original-00002", Text(new Tombstone { ExitCode = 7, Answered = answers }));
        Directory.CreateDirectory(PathOf("original-00003x"));
        var census = Census(hours: 1);
        census.LookAtAll(null);
        var entries = census.Entries.ToDictionary(e => e.Name);
        Assert.Equal(500, entries["original-00002"].Tombstone!.Answered.Count);
        Assert.Equal("it is a directory", entries["original-00003x"].Problem);
        Assert.Equal((3 * Names) - 1, entries.Values.Count(e => e.Problem is null && e.Tombstone!.Answered.Count == 0));
    }

    /// <summary>Who listens may fail: what it was not told of yet it is told next time.</summary>
    [Fact]
    public void LookAtAll_ListenerFails_NothingIsLost()
    {
        FillWithAllKinds();
        var census = Census(hours: 1);
        var told = new List<string>();
        for (var look = 0; look < 10; look++)
        {
            var left = look;
            Assert.Throws<TimeoutException>(() => census.LookAtAll(o =>
            {
                told.Add(o.Name);
                if (left-- == 0) throw new TimeoutException();
            }));
        }

        census.LookAtAll(o => told.Add(o.Name));
        Assert.Equal(3 * Names, told.Distinct().Count());
        Assert.Equal(3 * Names, told.Count);
        Assert.Empty(Look(census));
    }

    [Fact]
    public void LookAt_Hint_IsReadWhateverIsKnown()
    {
        _store.Write("a", Text(new Tombstone { ExitCode = 1 }));
        var census = Census(hours: 1);
        census.LookAtAll(null);
        Assert.Equal(1, census.LookAt("a"u8, asksLock: true, out var hasChanged)?.Tombstone?.ExitCode);
        Assert.False(hasChanged);
        _store.Write("a", Text(new Tombstone { ExitCode = 2 }));
        Assert.Equal(2, census.LookAt("a"u8, asksLock: true, out hasChanged)?.Tombstone?.ExitCode);
        Assert.True(hasChanged);
        Assert.Null(census.LookAt([0xFF], asksLock: true, out _));
        Assert.Empty(Look(census));
    }

    /// <summary>Whatever happens to the files, by members, by the original and by vandals: many looks see what single looks see.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void LookAtAll_AnyChanges_SeesWhatASingleLookSees(int seed)
    {
        const int names = 20;
        var random = new Random(seed);
        var census = Census(0);
        var held = new Dictionary<string, IDisposable>();
        for (var step = 0; step < 300; step++)
        {
            for (var i = random.Next(4); i >= 0; i--) Change(random, $"n{random.Next(names)}", held);
            census.LookAtAll(null);
            var expected = Enumerable.Range(0, names).Select(i => GraveyardEntry.Of(TombstoneReader.Observe(_store, $"n{i}")))
                .OrderBy(e => e.Name, StringComparer.Ordinal)
                .Where(e => e.Vitality != Vitality.Absent && (File.Exists(PathOf(e.Name)) || census.Entries.Any(s => s.Name == e.Name)));
            Assert.Equal(expected, census.Entries);
        }

        foreach (var taken in held.Values) taken.Dispose();
    }

    private void Change(Random random, string name, Dictionary<string, IDisposable> held)
    {
        var life = random.Next(3).ToString(System.Globalization.CultureInfo.InvariantCulture);
        switch (random.Next(8))
        {
            case 0 or 1:
                DateTimeOffset? died = random.Next(2) == 0 ? Looks.Noon : null;
                _store.Write(name, Text(new Tombstone { Life = random.Next(2) == 0 ? life : null, Died = died }));
                break;
            case 2:
                File.WriteAllText(PathOf(name), random.Next(2) == 0 ? "Born: [" : $"ExitCode: {random.Next(10)}\n");
                break;
            case 3:
                File.Delete(PathOf(name));
                break;
            case 4:
                File.Delete(PathOf(GraveyardFileNames.Lock(name)));
                break;
            case 5 or 6 when !held.ContainsKey(name):
                held.Add(name, Held(name, life));
                break;
            default:
                if (held.Remove(name, out var taken)) taken.Dispose();
                break;
        }
    }

    private static unsafe void Rename(byte[] from, byte[] to)
    {
        fixed (byte* f = from, t = to) Assert.Equal(0, Libc.Rename(f, t));
    }

    private static (string, Vitality)[] Look(GraveyardCensus census)
    {
        var seen = new List<(string, Vitality)>();
        census.LookAtAll(o => seen.Add((o.Name, o.Vitality)));
        return [.. seen];
    }

    private GraveyardCensus Census(int hours) => new(_store, new FixedTime(TimeProvider.System.GetUtcNow().AddHours(hours)), _sweep);

    private void FillWithAllKinds()
    {
        for (var i = 0; i < Names; i++)
        {
            _store.Write($"original-{i:D5}", Text(new Tombstone { Born = Looks.Noon, Died = Looks.Noon, ExitCode = 0 }));
            Held($"dead-{i:D5}", $"life-{i}").Dispose();
            _store.Write($"dead-{i:D5}", Text(new Tombstone { Life = $"life-{i}", Died = Looks.Noon, Signal = Signal.Term }));
            _locks.Add(Held($"alive-{i:D5}", $"life-{i}"));
            _store.Write($"alive-{i:D5}", Text(new Tombstone { Life = $"life-{i}", Ready = Looks.Noon, Awaits = "db" }));
        }
    }

    private IDisposable Held(string name, string life) =>
        _store.TryLock(name, life) ?? throw new InvalidOperationException($"{name} is taken.");

    private string PathOf(string fileName) => Path.Combine(_folder.FullName, fileName);

    private static byte[] Text(Tombstone tombstone) => TombstoneText.Write(tombstone);

    private sealed class FixedTime(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
