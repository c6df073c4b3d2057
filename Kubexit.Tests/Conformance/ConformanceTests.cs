using Kubexit.Tests.Infrastructure;
using Kubexit.Tests.Recordings;

namespace Kubexit.Tests.Conformance;

/// <summary>The stand-in API server and kubelet say what the real ones said, recording by recording.</summary>
public sealed class ConformanceTests
{
    private static string Folder => Path.Combine(Repository.Root, "Kubexit.Tests", "Recordings");

    public static TheoryData<string> Recordings() => [.. Names().Where(name => !Differences.CheckedElsewhere.ContainsKey(name))];

    [Fact]
    public void CheckedElsewhere_EveryName_IsARecording() => Assert.Empty(Differences.CheckedElsewhere.Keys.Except(Names()));

    [Theory]
    [MemberData(nameof(Recordings))]
    public void Replay_Recording_StandInSaysTheSame(string name)
    {
        var recording = Read(name);
        var run = new ConformanceRun(recording, Scenes.Of(name));
        run.Run();
        var (recorded, said) = (new Normal(), new Normal());
        var replies = run.Replies.OrderBy(pair => pair.Recorded.At).ToList();
        Assert.Equal(recording.Lines.OfType<RecordedExchange>().Count(exchange => Differences.NotAsked(recording, exchange) is null),
            replies.Count);
        foreach (var (exchange, reply) in replies)
            Assert.Equal(Comparison.Recorded(recorded, exchange), Comparison.Said(said, exchange, reply), StringComparer.Ordinal);
        foreach (var stream in recording.Lines.OfType<RecordedEvent>().GroupBy(line => line.Watch))
        {
            var expected = Comparison.Events(name, stream.Select(line => (line.Type, line.Object)));
            Assert.Equal(expected, Comparison.Events(name, run.Events[stream.Key]));
        }
    }

    /// <summary>An answer that takes its time on the real server takes it here, too.</summary>
    [Theory]
    [InlineData("watch/resource-versions")]
    [InlineData("eviction/eviction-wrong-uid")]
    public void Replay_SlowAnswers_TakeAsLong(string name)
    {
        var run = new ConformanceRun(Read(name), Scenes.Of(name));
        run.Run();
        Assert.Contains(run.Replies, pair => pair.Recorded.Took > 2.9);
        Assert.All(run.Replies.Where(pair => pair.Recorded.Took is not null),
            pair => Assert.Equal(pair.Recorded.Took!.Value, run.Took[pair.Recorded].TotalSeconds, 0.7));
    }

    /// <summary>Streams end when they were to, and no sooner.</summary>
    [Theory]
    [InlineData("watch/bookmarks")]
    [InlineData("watch/watch-list")]
    [InlineData("watch/expired-410")]
    public void Replay_AgreedEnds_AreKept(string name)
    {
        var recording = Read(name);
        var run = new ConformanceRun(recording, Scenes.Of(name));
        run.Run();
        var expected = recording.Lines.OfType<RecordedEnd>().GroupBy(end => end.Watch).ToDictionary(ends => ends.Key, ends => ends.Count());
        Assert.Equal(expected.OrderBy(pair => pair.Key), run.Ends.OrderBy(pair => pair.Key));
    }

    private static IEnumerable<string> Names() => Directory.EnumerateFiles(Folder, "*.jsonl", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(Folder, file)[..^".jsonl".Length]).Order(StringComparer.Ordinal);

    private static Recording Read(string name) => Recording.Read(Path.Combine(Folder, name + ".jsonl"), name);
}
