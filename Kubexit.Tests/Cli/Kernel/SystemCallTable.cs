using Kubexit.Tests.Infrastructure;

namespace Kubexit.Tests.Cli.Kernel;

/// <summary>The table of system calls in docs/promises.md: what a run does when one of them fails.</summary>
internal static class SystemCallTable
{
    public const string Document = "docs/promises.md";

    /// <summary>The errors that have a column; the last one comes three times, then the call goes through.</summary>
    public static readonly string[] Errors = ["EPERM", "ENOSYS", "ENOMEM", "EINTR"];

    private const string Head = "| system call | for | EPERM | ENOSYS | ENOMEM | EINTR |";

    /// <summary>By call and error: the outcomes that the table allows.</summary>
    public static IReadOnlyDictionary<string, string[][]> Read()
    {
        var lines = Repository.ReadText(Document).Split('\n');
        return lines.SkipWhile(line => line != Head).Skip(2).TakeWhile(line => line.StartsWith('|'))
            .Select(line => line.Trim('|').Split('|', StringSplitOptions.TrimEntries))
            .ToDictionary(cells => cells[0].Trim('`'), cells => cells[2..].Select(cell => cell.Split(" or ")).ToArray());
    }
}
