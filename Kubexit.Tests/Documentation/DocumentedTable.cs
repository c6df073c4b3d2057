using System.Text.RegularExpressions;
using Kubexit.Tests.Infrastructure;

namespace Kubexit.Tests.Documentation;

/// <summary>A table of a document: the first one below a heading.</summary>
internal static partial class DocumentedTable
{
    /// <summary>The cells of every row, without the head.</summary>
    public static IReadOnlyList<string[]> Rows(string document, string heading)
    {
        var section = Repository.ReadText(document).Split($"\n{heading}\n", 2) is [_, var rest] ? rest
            : throw new ArgumentException($"{document} has no '{heading}'.");
        return
        [
            .. section.Split('\n').SkipWhile(line => !line.StartsWith('|')).TakeWhile(line => line.StartsWith('|')).Skip(2).Select(Cells),
        ];
    }

    /// <summary>What stands in backticks in a cell.</summary>
    public static IEnumerable<string> Words(string cell) => Quoted().Matches(cell).Select(match => match.Groups[1].Value);

    // A bar inside a cell is written \|.
    private static string[] Cells(string line) => [.. Bar().Split(line.Trim('|', ' ')).Select(cell => cell.Trim())];

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"(?<!\\)\|")]
    private static partial Regex Bar();
}
