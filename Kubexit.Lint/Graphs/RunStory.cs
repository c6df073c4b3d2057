using Kubexit.Configuration;
using Kubexit.StatusReports;

namespace Kubexit.Lint.Graphs;

/// <summary>What the picture of a run says.</summary>
/// <param name="takes">How long containers and objects take, by name.</param>
/// <param name="status">What came of it.</param>
internal sealed class RunStory(IReadOnlyDictionary<string, TakenTime> takes, GraveyardStatus status) : StatusStory
{
    public override string Summary => takes.Count == 0
        ? "A run in which nothing takes time. Say what does with --takes NAME=TIME,..."
        : $"A run with {string.Join(", ", takes.Select(Text))}: {ShortDuration.Format(status.At - DateTimeOffset.UnixEpoch)} are shown.";

    /// <summary>Nothing is killed in it.</summary>
    public override string Word(string word) => word.StartsWith("vanished", StringComparison.Ordinal) ? "" : word;

    private static string Text(KeyValuePair<string, TakenTime> taken) =>
        $"{taken.Key}={GoDuration.Format(taken.Value.First)}{(taken.Value.End is { } end ? "/" + GoDuration.Format(end) : "")}";
}
