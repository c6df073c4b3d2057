using Kubexit.Graveyards;
using Kubexit.Tests.Fakes;

namespace Kubexit.Tests.Graveyards;

/// <summary>
/// When only the tombstone has news the lock is not always asked: in a folder full of writers the open of a lock that is not there waits
/// for all of them, and everybody writes when a death stops everybody.
/// </summary>
public sealed class LastSeenLockTests : IDisposable
{
    private const string Alive = "Born: \"2026-11-20T10:00:00Z\"\n";
    private const string Dead = Alive + "Died: \"2026-11-20T10:00:01Z\"\n";

    private readonly FakeGraveyardStore _store = new();
    private readonly ManualLoop _loop = new();
    private readonly List<Vitality> _seen = [];
    private GraveyardObserver? _observer;
    private bool _isAsked;

    public void Dispose() => _observer?.Dispose();

    [Theory]
    [InlineData(null, true)]
    [InlineData(null, false)]
    [InlineData("1", true)]
    [InlineData("1", false)]
    public void DeathOfTheLifeThatWasSeen_LockIsNotAsked(string? life, bool isOfAll)
    {
        _store.EnsureExists();
        using var held = life is null ? null : _store.TryLock("app", life);
        _store.Put("app", Alive + LineOf(life));
        Observe(isOfAll);
        _store.Put("app", Dead + LineOf(life));
        _loop.Turn();
        Assert.Equal((false, Vitality.Dead), (_isAsked, Assert.Single(_seen)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void DeathOfAnotherLife_LockIsAsked(bool isOfAll)
    {
        _store.EnsureExists();
        using var held = _store.TryLock("app", "2");
        Observe(isOfAll);
        _store.Put("app", Dead + LineOf("1"));
        _loop.Turn();
        Assert.Equal((true, Vitality.Starting), (_isAsked, Assert.Single(_seen)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void DeathWhereNoLockWasSeen_LockIsAsked(bool isOfAll)
    {
        _store.EnsureExists();
        Observe(isOfAll);
        _store.Put("app", Dead + LineOf("1"));
        using var taken = _store.TryLock("app", "2");
        _loop.Turn();
        Assert.Equal((true, Vitality.Starting), (_isAsked, Assert.Single(_seen)));
    }

    private static string LineOf(string? life) => life is null ? "" : $"Life: \"{life}\"\n";

    /// <summary>From here on, what is seen and whether a lock is asked is noted.</summary>
    private void Observe(bool isOfAll)
    {
        _observer = new GraveyardObserver(
            _store, _loop, isOfAll ? null : ["app"], new RecordingLogger(), observation => _seen.Add(observation.Vitality));
        _observer.Start(TimeSpan.Zero);
        _seen.Clear();
        _store.BeforeProbe = () => _isAsked = true;
    }
}
