using System.Text.RegularExpressions;
using Kubexit.Tests.Infrastructure;

namespace Kubexit.Tests.Samples;

/// <summary>The two commands of the README, and what else the sample can let go wrong.</summary>
public sealed partial class LocalPodTests
{
    [Fact]
    public async Task AsInTheReadme_PrintsTheLinesOfTheReadme()
    {
        var (exitCode, output) = await LocalPodSample.RunAsync();
        Assert.Equal(0, exitCode);
        var printed = output.Split('\n').Select(Words).ToHashSet();
        Assert.All(Repository.ReadText("README.md").Split('\n').Where(line => Line().IsMatch(line)).Select(Words),
            line => Assert.Contains(line, printed));
    }

    [Theory]
    [InlineData(137, "'client' vanished without recording its death: stopping", "--kill", "client")]
    [InlineData(3, "'client' died (exit code 3): stopping", "--client-exit-code", "3")]
    [InlineData(124, "'client' died (", "--server-never-ready")]
    public async Task GoesWrong_TheServerEndsAllTheSame(int exitCode, string line, params string[] arguments)
    {
        var (actual, output) = await LocalPodSample.RunAsync(arguments);
        Assert.Equal(exitCode, actual);
        Assert.Contains($"[server] kubexit: {line}", output, StringComparison.Ordinal);
        Assert.Contains($"of client with {exitCode}", output, StringComparison.Ordinal);
    }

    /// <summary>A line without what differs from run to run: times, numbers of processes and ports, why the server is not ready.</summary>
    private static string Words(string line) => Volatile().Replace(line.TrimEnd('\r'), "*");

    [GeneratedRegex(@"^ +[0-9.]+ \[(client|server)\] ")]
    private static partial Regex Line();

    [GeneratedRegex(
        @"^ +[0-9.]+|(?<=localpod-)\w+|(?<=life )\w+|(?<=process )\d+|(?<=127\.0\.0\.1:)\d+"
        + @"|(?<=to be ready \().+(?=\))|(?<=not ready yet: ).+")]
    private static partial Regex Volatile();
}
