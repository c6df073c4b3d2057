using Kubexit.Tests.Infrastructure;

namespace Kubexit.Tests.Lint;

/// <summary>The program itself.</summary>
public sealed class ExecutableTests
{
    /// <summary>The published file that the environment names, else the project's own build.</summary>
    private static string Program { get; } = Environment.GetEnvironmentVariable("KUBEXIT_TEST_LINT") is { Length: > 0 } given
        ? given
        : Path.Combine(Path.GetDirectoryName(Repository.Executable("Kubexit.Lint"))!, "kubexit-lint");

    [Fact]
    public async Task StandardInput_IsAFileToo_AndWrongUsageIsTwo()
    {
        await using var scene = new TemporaryGraveyard();
        var check = scene.StartHelper([Program, "--output", "json", "-"]);
        check.WriteLine(await File.ReadAllTextAsync(Path.Combine(LintedText.Folder, "Cases", "KX010.yaml")));
        check.CloseInput();
        var wrong = scene.StartHelper([Program, "--no-such-flag"]);
        var version = scene.StartHelper([Program, "version"]);
        var rules = scene.StartHelper([Program, "rules"]);
        await check.ExitsWith(1);
        Assert.Contains(check.Output.Lines, line => line.Contains("\"rule\": \"KX010\"", StringComparison.Ordinal));
        Assert.Empty(check.Errors.Lines);
        await wrong.ExitsWith(2);
        Assert.Empty(wrong.Output.Lines);
        Assert.StartsWith("kubexit-lint: Cannot understand '--no-such-flag'", Assert.Single(wrong.Errors.Lines), StringComparison.Ordinal);
        await version.ExitsWith(0);
        Assert.StartsWith("kubexit-lint ", Assert.Single(version.Output.Lines), StringComparison.Ordinal);
        await rules.ExitsWith(0);
        Assert.Equal(Kubexit.Lint.Rules.RuleSet.All.Count, rules.Output.Lines.Count);
    }
}
