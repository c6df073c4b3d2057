using Kubexit.Graveyards;
using Kubexit.Tests.Fakes;

namespace Kubexit.Tests.Graveyards;

/// <summary>A file that cannot be opened for a cause on our side, which passes without a hint: no rescan is waited for.</summary>
public sealed class UnavailableTombstoneTests
{
    private static readonly TimeSpan Retry = TimeSpan.FromMilliseconds(500);

    private readonly FakeGraveyardStore _store = new();
    private readonly ManualLoop _loop = new();
    private readonly List<string> _seen = [];

    [Theory]
    [InlineData("db")]
    [InlineData(null)]
    public void Read_NoDescriptorIsToBeHad_IsTriedAgainUntilThereIsOne(string? name)
    {
        _store.Put("db", "Born: \"2026-11-20T10:00:00Z\"\nDied: \"2026-11-20T10:00:01Z\"\n");
        _store.ReadProblem = "Too many open files";
        using var observer = new GraveyardObserver(
            _store, _loop, name is null ? null : [name], new RecordingLogger(), seen => _seen.Add($"{seen.Name} {seen.Vitality}"), null);
        observer.Start(TimeSpan.FromHours(1));
        for (var i = 0; i < 3; i++) _loop.Advance(Retry);
        Assert.DoesNotContain("db Dead", _seen);
        _store.ReadProblem = null;
        _loop.Advance(Retry);
        Assert.Equal("db Dead", _seen[^1]);
        var times = _store.Reads["db"];
        _loop.Advance(10 * Retry);
        Assert.Equal(times, _store.Reads["db"]);
    }
}
