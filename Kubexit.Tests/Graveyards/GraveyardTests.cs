using Kubexit.Graveyards;
using Kubexit.Tests.Fakes;
using Kubexit.Tests.Infrastructure;

namespace Kubexit.Tests.Graveyards;

public sealed class GraveyardTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kubexit-graveyard-");
    private readonly Graveyard _graveyard;

    public GraveyardTests() => _graveyard = new Graveyard(Path.Combine(_folder.FullName, "g"));

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Carve_ThenReadAndList_TellTheSame()
    {
        Assert.Equal(Vitality.Absent, _graveyard.Read("app").Vitality);
        Assert.Empty(_graveyard.List());
        _graveyard.Carve("b", new Tombstone { Died = Looks.Noon, ExitCode = 3 });
        _graveyard.Carve("a", new Tombstone { Born = Looks.Noon });
        Assert.Equal([("a", Vitality.Alive), ("b", Vitality.Dead)], _graveyard.List().Select(e => (e.Name, e.Vitality)));
        Assert.Equal(new Tombstone { Died = Looks.Noon, ExitCode = 3 }, _graveyard.Read("b").Tombstone);
    }

    [Theory]
    [InlineData("../x")]
    [InlineData(".x")]
    [InlineData("")]
    public void AnyCall_B10_NameThatLeadsElsewhere_IsRefused(string name)
    {
        Assert.Throws<ArgumentException>(() => _graveyard.Read(name));
        Assert.Throws<ArgumentException>(() => _graveyard.Carve(name, new Tombstone()));
        Assert.Throws<ArgumentException>(() => _graveyard.Join(name));
    }

    [Fact]
    public void Join_SecondLife_KeepsWhatTheFirstHasAnswered()
    {
        var answered = new Dictionary<string, AnsweredDeath> { ["app"] = new("7", Looks.Noon) };
        string life;
        using (var first = _graveyard.Join("me"))
        {
            life = first.Life;
            Assert.Null(first.Previous);
            Assert.Throws<GraveyardException>(() => _graveyard.Join("me"));
            first.Carve(first.Current with { Born = Looks.Noon, Answered = answered });
            Assert.Equal(Vitality.Alive, _graveyard.Read("me").Vitality);
        }

        Assert.Equal(Vitality.Vanished, _graveyard.Read("me").Vitality);
        using var second = _graveyard.Join("me");
        Assert.NotEqual(life, second.Life);
        Assert.Equal(life, second.Previous!.Life);
        var now = _graveyard.Read("me").Tombstone!;
        Assert.Equal((second.Life, null, null), (now.Life, now.Born, now.Died));
        Assert.Equal(answered, now.Answered);
        Assert.NotNull(now.Waiting);
    }

    [Fact]
    public async Task WatchAsync_CurrentStateFirst_ThenChanges()
    {
        _graveyard.Carve("a", new Tombstone { Born = Looks.Noon });
        using var stop = new CancellationTokenSource(Limit.Generous);
        await using var changes = _graveyard.WatchAsync(TimeSpan.Zero, stop.Token).GetAsyncEnumerator(stop.Token);
        var first = await Next(changes);
        Assert.Equal(("a", Vitality.Alive), (first.Name, first.Vitality));
        _graveyard.Carve("a", new Tombstone { Died = Looks.Noon });
        var second = await Next(changes);
        Assert.Equal(Vitality.Dead, second.Vitality);
        using (var member = _graveyard.Join("b"))
        {
            while (await Next(changes) is not { Name: "b", Vitality: Vitality.Alive })
            {
            }
        }

        while (await Next(changes) is not { Name: "b", Vitality: Vitality.Vanished })
        {
        }
    }

    [Fact]
    public async Task WatchAsync_SlowReader_GetsTheLatestOfEachName()
    {
        using var stop = new CancellationTokenSource(Limit.Generous);
        _graveyard.Carve("a", new Tombstone { ExitCode = 0 });
        await using var changes = _graveyard.WatchAsync(TimeSpan.Zero, stop.Token).GetAsyncEnumerator(stop.Token);
        await Next(changes);
        for (var i = 1; i <= 200; i++) _graveyard.Carve("a", new Tombstone { ExitCode = i });
        var count = 0;
        int? code;
        do
        {
            code = (await Next(changes)).Tombstone!.ExitCode;
            count++;
        }
        while (code != 200);
        Assert.True(count <= 200, $"{count}");
    }

    [Fact]
    public async Task WatchAsync_Cancelled_Ends()
    {
        using var stop = new CancellationTokenSource();
        await using var changes = _graveyard.WatchAsync(TimeSpan.Zero, stop.Token).GetAsyncEnumerator(stop.Token);
        var next = changes.MoveNextAsync().AsTask();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next.WaitAsync(Limit.Generous));
    }

    [Fact]
    public async Task WatchAsync_DirectoryIsMissing_IsAwaitedAndNotCreated()
    {
        var path = Path.Combine(_folder.FullName, "later");
        var graveyard = new Graveyard(path);
        using var stop = new CancellationTokenSource(Limit.Generous);
        await using var changes = graveyard.WatchAsync(TimeSpan.Zero, stop.Token).GetAsyncEnumerator(stop.Token);
        var first = changes.MoveNextAsync();
        Assert.False(first.IsCompleted);
        Assert.False(Directory.Exists(path));
        graveyard.Carve("a", new Tombstone { Born = Looks.Noon });
        Assert.True(await first);
        Assert.Equal(("a", Vitality.Alive), (changes.Current.Name, changes.Current.Vitality));
    }

    [Fact]
    public async Task LatestChanges_UnchangedLook_IsNoChange()
    {
        var changes = new LatestChanges();
        changes.Add(Looks.Born("a"));
        changes.Add(Looks.Ready("a"));
        Assert.Equal(Vitality.Alive, Assert.Single(await changes.TakeAsync(default)).Vitality);
        changes.Add(Looks.Ready("a"));
        Assert.False(changes.TakeAsync(default).IsCompleted);
    }

    [Fact]
    public async Task LatestChanges_Failed_Throws()
    {
        var changes = new LatestChanges();
        changes.Fail(new GraveyardException("Cannot watch."));
        await Assert.ThrowsAsync<GraveyardException>(() => changes.TakeAsync(default));
    }

    private static async Task<GraveyardEntry> Next(IAsyncEnumerator<GraveyardEntry> changes)
    {
        Assert.True(await changes.MoveNextAsync());
        return changes.Current;
    }
}
