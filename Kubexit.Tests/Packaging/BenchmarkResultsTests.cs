using System.Globalization;
using System.Text.RegularExpressions;
using Kubexit.Tests.Infrastructure;

namespace Kubexit.Tests.Packaging;

/// <summary>What README says of speed is the range over the machines of Kubexit.Benchmarks/Results, a file each.</summary>
public sealed partial class BenchmarkResultsTests
{
    private const string Folder = "Kubexit.Benchmarks/Results", RatioTable = "| kubexit's median is times that of |";

    private static IEnumerable<string> Files =>
        Directory.GetFiles(Path.Combine(Repository.Root, Folder), "*.md").Order(StringComparer.Ordinal);

    [Fact]
    public void Files_OfTheFolder_AreTheRowsOfTheTable() => Assert.Equal(
        Files.Select(file => Path.GetFileName(file)),
        Links().Matches(Repository.ReadText("Kubexit.Benchmarks/README.md")).Select(match => match.Groups[1].Value)
            .Order(StringComparer.Ordinal));

    [Fact]
    public void Files_Each_SaysMachineKernelAndDay() =>
        Assert.All(Files, file => Assert.Matches(
            @"^# .+, \d+ processors, Linux \d+\.\d+.*, \d{4}-\d\d-\d\d", File.ReadLines(file).First()));

    [Theory]
    [InlineData("death to signal", "limit", "passing a death on as a signal takes **{0}** as long")]
    [InlineData("start", "limit", "starting the child **{0}**")]
    [InlineData("signal forward", "tini", "forwarding a signal takes **{0}** as long")]
    public void Readme_Figure_IsTheRangeOverAllMachines(string column, string peer, string sentence)
    {
        decimal[] ratios = [.. Files.SelectMany(file => Ratios(file, column, peer))];
        Assert.NotEmpty(ratios);
        var (least, most) = (Text(ratios.Min()), Text(ratios.Max()));
        var expected = string.Format(CultureInfo.InvariantCulture, sentence, least == most ? least : $"{least} to {most}");
        Assert.Contains(expected, Repository.ReadText("README.md"), StringComparison.Ordinal);
    }

    /// <summary>In every table of ratios of a file: the column's values in the rows that begin with the peer's name.</summary>
    private static IEnumerable<decimal> Ratios(string file, string column, string peer)
    {
        var at = -1;
        foreach (var line in File.ReadLines(file))
        {
            var cells = line.Trim('|').Split('|', StringSplitOptions.TrimEntries);
            if (line.StartsWith(RatioTable, StringComparison.Ordinal)) at = Array.IndexOf(cells, column);
            else if (!line.StartsWith('|')) at = -1;
            else if (at > 0 && cells[0].StartsWith(peer, StringComparison.Ordinal) && cells[at].Length > 0)
                yield return decimal.Parse(cells[at], CultureInfo.InvariantCulture);
        }
    }

    private static string Text(decimal ratio) => ratio.ToString("F1", CultureInfo.InvariantCulture) + "x";

    [GeneratedRegex(@"\(Results/([^)]+\.md)\)")]
    private static partial Regex Links();
}
