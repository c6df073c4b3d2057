using Kubexit.Tests.Infrastructure;

namespace Kubexit.Tests.Coordination;

/// <summary>One row of the tables in <c>docs/state-machine.md</c>.</summary>
internal sealed record StateMachineRow(string[] States, string Event, string[] Conditions, string[] Actions, string Next)
{
    public bool Fits(string state, string happening, IReadOnlySet<string> holding) =>
        States.Contains(state) && Event == happening && Conditions.All(holding.Contains);

    public static IReadOnlyList<StateMachineRow> ReadAll() =>
    [
        .. from line in Repository.ReadText("docs/state-machine.md").Split('\n')
           let cells = line.Split('|').Select(c => c.Trim()).ToArray()
           where cells.Length == 7 && cells[1] is not "State" && !cells[1].StartsWith('-')
           select new StateMachineRow(List(cells[1]), cells[2], List(cells[3]), List(cells[4]), cells[5]),
    ];

    private static string[] List(string cell) => cell.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
