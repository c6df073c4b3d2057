namespace Kubexit.Benchmarks.WholeProcess;

/// <summary>Rows of text as a Markdown table that also reads well on a terminal.</summary>
internal sealed class MarkdownTable(params string[] header)
{
    private readonly List<string[]> _rows = [header];

    public void Add(params string[] row) => _rows.Add(row);

    public void Print()
    {
        var widths = header.Select((_, i) => _rows.Max(r => r[i].Length)).ToArray();
        for (var i = 0; i < _rows.Count; i++)
        {
            var cells = _rows[i].Select((cell, c) => c == 0 ? cell.PadRight(widths[c]) : cell.PadLeft(widths[c]));
            Console.WriteLine($"| {string.Join(" | ", cells)} |");
            if (i == 0) Console.WriteLine(
                $"|{string.Join('|', widths.Select((w, c) => c == 0 ? new string('-', w + 2) : new string('-', w + 1) + ":"))}|");
        }

        Console.WriteLine();
    }
}
