using Kubexit.Graveyards;
using Kubexit.Tests.Fakes;

namespace Kubexit.Tests.Graveyards;

public sealed class GraveyardObserverTests : IDisposable
{
    private const string Alive = "Born: \"2026-11-20T10:00:00Z\"\n";
    private const string Dead = Alive + "Died: \"2026-11-20T10:00:01Z\"\n";
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private readonly FakeGraveyardStore _store = new();
    private readonly ManualLoop _loop = new();
    private readonly RecordingLogger _logger = new();
    private readonly List<string> _seen = [];
    private readonly GraveyardObserver _observer;

    public GraveyardObserverTests()
    {
        _store.EnsureExists();
        _observer = Create(["app", "db"]);
    }

    public void Dispose() => _observer.Dispose();

    [Fact]
    public void Start_NamesAndAll_AreLookedAtOnce()
    {
        _store.Put("other", Alive);
        _store.Put("app", Dead);
        _observer.Start(Interval);
        Assert.Equal(["app Dead", "db Absent"], _seen);
        _seen.Clear();
        using var all = Create(null);
        all.Start(Interval);
        Assert.Equal(["app Dead", "other Alive"], _seen.Order());
    }

    [Fact]
    public void Changed_Hint_LooksAtThatNameOnly()
    {
        Start();
        _store.Put("app", Alive);
        _store.Put("other", Alive);
        _store.Put(".app.tmp", Alive);
        _loop.Turn();
        Assert.Equal(["app Alive"], _seen);
    }

    [Fact]
    public void Rescan_HintsMissing_EverythingIsLookedAtEveryInterval()
    {
        Start();
        _store.TellsChanges = false;
        _store.Put("app", Dead);
        _loop.Advance(Interval - TimeSpan.FromTicks(1));
        Assert.Empty(_seen);
        _loop.Advance(TimeSpan.FromTicks(1));
        Assert.Equal(["app Dead", "db Absent"], _seen);
        _loop.Advance(Interval);
        Assert.Equal(4, _seen.Count);
    }

    [Fact]
    public void Look_DeathBetweenTombstoneAndLock_IsADeathAndNoDisappearance()
    {
        using var life = _store.TryLock("app", "1")!;
        _store.Put("app", Alive + "Life: \"1\"\n");
        _store.BeforeProbe = () =>
        {
            _store.Put("app", Dead + "Life: \"1\"\n");
            life.Dispose();
        };
        _observer.Start(Interval);
        Assert.Equal(["app Dead", "db Absent"], _seen);
    }

    [Fact]
    public void Rescan_OfAllNames_NoticesTheOneThatIsGone()
    {
        _store.Put("app", Dead);
        using var all = Create(null);
        all.Start(Interval);
        _store.Put("late", Alive);
        _loop.Turn();
        _store.TellsChanges = false;
        _store.Delete("app");
        _store.Delete("late");
        _seen.Clear();
        _loop.Advance(Interval);
        Assert.Equal(["app Absent", "late Absent"], _seen.Order());
        _loop.Advance(Interval);
        Assert.Equal(2, _seen.Count);
    }

    [Fact]
    public void Rescan_Zero_NeverHappens()
    {
        Start(TimeSpan.Zero);
        _loop.Advance(TimeSpan.FromDays(1));
        Assert.Empty(_seen);
    }

    [Fact]
    public void Lost_B23_EverythingIsLookedAt()
    {
        Start();
        _store.LoseHints();
        _loop.Turn();
        Assert.Equal(["app Absent", "db Absent"], _seen);
    }

    [Fact]
    public void Start_CannotWatchWithoutRescan_LooksTwiceASecondAllTheSame()
    {
        _store.WatchProblem = "No watches left.";
        Start(TimeSpan.Zero);
        _store.Put("app", Dead);
        _loop.Advance(TimeSpan.FromMilliseconds(500));
        Assert.Equal(["app Dead", "db Absent"], _seen);
    }

    [Fact]
    public void CannotWatch_C7_LooksTwiceASecondAndWatchesOnceItCan()
    {
        _store.WatchProblem = "No watches left.";
        Start();
        Assert.Equal("Warning: polling every 500ms instead of watching: No watches left.", Assert.Single(_logger.Lines));
        _store.Put("app", Dead);
        _loop.Advance(TimeSpan.FromMilliseconds(500));
        Assert.Equal(["app Dead", "db Absent"], _seen);
        _store.WatchProblem = null;
        _loop.Advance(TimeSpan.FromMilliseconds(500));
        _seen.Clear();
        _store.Put("db", Dead);
        _loop.Turn();
        Assert.Equal(["db Dead"], _seen);
        Assert.Single(_logger.Lines);
    }

    [Fact]
    public void Changed_C7_LockClosedBeforeItIsFree_IsLookedAtAgainSoon()
    {
        var held = _store.TryLock("app", "1")!;
        _store.Put("app", Alive + "Life: 1\n");
        Start();
        _observer.Changed(".app.alive"u8);
        Assert.Equal(["app Alive"], _seen);
        _loop.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(["app Alive", "app Alive"], _seen);
        _store.TellsChanges = false;
        held.Dispose();
        _loop.Advance(TimeSpan.FromMilliseconds(2));
        Assert.Equal("app Vanished", _seen[^1]);
        _seen.Clear();
        _loop.Advance(TimeSpan.FromSeconds(1));
        Assert.Empty(_seen);
    }

    [Fact]
    public void Changed_LockStaysHeld_RechecksEnd()
    {
        using var held = _store.TryLock("app", "1");
        Start(TimeSpan.Zero);
        _observer.Changed(".app.alive"u8);
        _loop.Advance(TimeSpan.FromHours(1));
        Assert.Equal(9, _seen.Count);
        Assert.Equal(0, _loop.Clock.ArmedTimers);
    }

    [Fact]
    public void Look_B7_UnreadableTombstone_IsWarnedAboutOnceUntilItIsReadable()
    {
        Start();
        Put("");
        Put("{");
        Assert.Contains("tombstone of 'app' cannot be read (it is empty)", Assert.Single(_logger.Lines));
        Put(Alive);
        _loop.Advance(TimeSpan.FromMinutes(1));
        Put("");
        Assert.Equal(2, _logger.Lines.Count);
        Assert.DoesNotContain("app Dead", _seen);
    }

    [Fact]
    public void Gone_B23_DirectoryRemovedAndRecreated_IsWatchedAgain()
    {
        var replaced = 0;
        using var observer = Create(["app"], () => replaced++);
        observer.Start(Interval);
        _store.Remove();
        _loop.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(0, replaced);
        _seen.Clear();
        _store.Put("app", Dead);
        _loop.Advance(TimeSpan.FromMilliseconds(250));
        Assert.Equal((1, "app Dead"), (replaced, Assert.Single(_seen)));
        _store.Put("app", Alive);
        _loop.Turn();
        Assert.Equal("app Alive", _seen[^1]);
        Assert.Equal(["Warning: graveyard '/graveyard' was removed; waiting for it to come back",
            "Information: graveyard '/graveyard' exists now"], _logger.Lines);
    }

    [Fact]
    public void Rescan_DirectoryCannotBeListed_IsSaidOnceAndTriedAgain()
    {
        using var all = Create(null);
        all.Start(Interval);
        _store.ListProblem = "Cannot read.";
        _loop.Advance(Interval * 3);
        Assert.Contains("Cannot read.", Assert.Single(_logger.Lines));
        _store.ListProblem = null;
        _store.TellsChanges = false;
        _store.Put("app", Dead);
        _loop.Advance(Interval);
        Assert.Equal(["app Dead"], _seen);
    }

    [Fact]
    public void Dispose_Observing_SaysNothingMore()
    {
        Start();
        _observer.Changed(".app.alive"u8);
        _seen.Clear();
        _observer.Dispose();
        _store.Put("app", Dead);
        _loop.Advance(TimeSpan.FromDays(1));
        Assert.Empty(_seen);
        Assert.Equal(0, _loop.Clock.ArmedTimers);
    }

    [Fact]
    public void Unreadable_NeighbourFlipsBetweenGoodAndBad_IsWarnedAboutOnceAMinute()
    {
        Start();
        for (var second = 0; second < 180; second++)
        {
            Put(second % 2 == 0 ? "Died: maybe\n" : Alive);
            _loop.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.InRange(_logger.Lines.Count(line => line.Contains("cannot be read", StringComparison.Ordinal)), 2, 4);
    }

    [Fact]
    public void Unreadable_NamesWithoutEnd_AreWarnedAboutUpToALimit()
    {
        using var all = Create(null);
        all.Start(Interval);
        for (var i = 0; i < 2000; i++)
        {
            _store.Put($"name-{i}", "Died: maybe\n");
            _loop.Turn();
        }

        Assert.Equal(256, _logger.Lines.Count);
    }

    [Fact]
    public void Gone_NeighbourRemovesTheDirectoryOverAndOver_IsWarnedAboutOnceAMinute()
    {
        Start();
        for (var second = 0; second < 120; second++)
        {
            _store.Remove();
            _loop.Turn();
            _store.EnsureExists();
            _loop.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.InRange(_logger.Lines.Count, 2, 6);
    }

    private void Put(string text)
    {
        _store.Put("app", text);
        _loop.Turn();
    }

    private void Start(TimeSpan? interval = null)
    {
        _observer.Start(interval ?? Interval);
        _loop.Turn();
        _seen.Clear();
    }

    private GraveyardObserver Create(string[]? names, Action? onReplaced = null) =>
        new(_store, _loop, names, _logger, o => _seen.Add($"{o.Name} {o.Vitality}"), onReplaced is null ? null : new OwnGrave(onReplaced));

    private sealed class OwnGrave(Action onRestore) : IOwnGrave
    {
        public string Name => "me";

        public void Restore() => onRestore();

        public void Check() { }
    }
}
