using System.Text;
using Kubexit.Graveyards;
using Kubexit.Platform;
using Kubexit.Platform.Linux;
using Kubexit.Tests.Fakes;

namespace Kubexit.Tests.Graveyards;

/// <summary>Looks at many names, on a real file system: nothing is missed. What a look costs: <see cref="CensusCostTests"/>.</summary>
public sealed class GraveyardCensusTests : CensusFolder
{
    [Fact]
    public void LookAtAll_OneOfManyChanges_ThatOneIsToldAndTheOthersAreTheSame()
    {
        FillWithAllKinds();
        var census = Census(hours: 1);
        census.LookAtAll(null);
        var before = census.Entries.ToDictionary(e => e.Name);
        Store.Write("original-00007", Text(new Tombstone { Born = Looks.Noon, Died = Looks.Noon, ExitCode = 77 }));
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
        Locks[3].Dispose();
        Assert.Equal([("alive-00003", Vitality.Vanished)], Look(census));
        using (Held("dead-00004", "another-life")) Assert.Equal([("dead-00004", Vitality.Starting)], Look(census));
        Assert.Equal([("dead-00004", Vitality.Vanished)], Look(census));
        File.Delete(Path.Combine(Folder.FullName, "original-00005"));
        Assert.Equal([("original-00005", Vitality.Absent)], Look(census));
        Assert.Equal(3 * Names - 1, census.Entries.Count);
    }

    [Fact]
    public void LookAtAll_DeathIsRecordedBetweenTheLooksAtTombstoneAndLock_IsDead()
    {
        var held = Held("app", "1");
        Store.Write("app", Text(new Tombstone { Life = "1" }));
        Sweep.BeforeProbe = () =>
        {
            Store.Write("app", Text(new Tombstone { Life = "1", Died = Looks.Noon }));
            held.Dispose();
        };
        Assert.Equal([("app", Vitality.Dead)], Look(Census(0)));
    }

    [Fact]
    public void LookAtAll_DirectoryGoes_EverybodyIsAbsent()
    {
        Store.Write("a", Text(new Tombstone { ExitCode = 1 }));
        var census = Census(0);
        Look(census);
        Folder.Delete(recursive: true);
        Assert.Equal([("a", Vitality.Absent)], Look(census));
        Assert.Empty(Look(census));
        Assert.Empty(census.Entries);
        Folder.Create();
    }

    [Fact]
    public void LookAtAll_NamesThatAreNoneOrNotAscii_AreLeftOutOrRead()
    {
        Store.Write("ünï-世界 x", Text(new Tombstone { ExitCode = 1 }));
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
        Store.Write("original-00002", Text(new Tombstone { ExitCode = 7, Answered = answers }));
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
        Store.Write("a", Text(new Tombstone { ExitCode = 1 }));
        var census = Census(hours: 1);
        census.LookAtAll(null);
        Assert.Equal(1, census.LookAt("a"u8, asksLock: true, out var hasChanged)?.Tombstone?.ExitCode);
        Assert.False(hasChanged);
        Store.Write("a", Text(new Tombstone { ExitCode = 2 }));
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
            var expected = Enumerable.Range(0, names).Select(i => GraveyardEntry.Of(TombstoneReader.Observe(Store, $"n{i}")))
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
                Store.Write(name, Text(new Tombstone { Life = random.Next(2) == 0 ? life : null, Died = died }));
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
}
