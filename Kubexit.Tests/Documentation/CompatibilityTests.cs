using Kubexit.Configuration;
using Kubexit.Coordination;

namespace Kubexit.Tests.Documentation;

/// <summary>What the page says of the variables of the Go original and of its forks is what a wrapper does with them.</summary>
public sealed class CompatibilityTests
{
    private const string Page = "docs/compatibility.md";

    [Fact]
    public void VariablesOfTheOriginal_AreRead() =>
        Assert.All(VariablesOf("### Variable by variable"), variable => Assert.Contains(variable, Known));

    [Fact]
    public void VariablesOfForks_AreReadOrAnswered() => Assert.All(
        VariablesOf("### Variables of its forks"),
        variable => Assert.True(Known.Contains(variable) || ForeignVariables.AdviceFor(variable) is not null, variable));

    private static IReadOnlyCollection<string> Known
    {
        get
        {
            var reader = new SettingsReader(_ => null);
            EnvironmentSettings.ReadInto(new CoordinatorOptions(), reader);
            return [.. reader.Known];
        }
    }

    private static IEnumerable<string> VariablesOf(string heading) => DocumentedTable.Rows(Page, heading)
        .SelectMany(row => DocumentedTable.Words(row[0])).Where(
            variable => variable.StartsWith("KUBEXIT_", StringComparison.Ordinal) && !variable.EndsWith('*'));
}
