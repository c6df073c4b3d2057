using Kubexit.Configuration;
using Kubexit.Coordination;
using Kubexit.Host;
using Kubexit.Tests.Infrastructure;

namespace Kubexit.Tests.Documentation;

/// <summary>What docs/cluster.md puts in the place of other tools is understood here.</summary>
public sealed class ClusterPageTests
{
    private const string Birth = "KUBEXIT_BIRTH_DEPS=", Wait = "kubexit wait ";

    public static TheoryData<string> Replacements { get; } =
        [.. DocumentedTable.Rows("docs/cluster.md", "## In place of other tools").Select(row => DocumentedTable.Words(row[1]).First())];

    [Theory]
    [MemberData(nameof(Replacements))]
    public void Replacement_IsUnderstood(string line)
    {
        if (line.StartsWith(Birth, StringComparison.Ordinal))
        {
            var reader = new SettingsReader(name => name == Birth[..^1] ? line[Birth.Length..] : null);
            Assert.NotEmpty(EnvironmentSettings.ReadInto(new CoordinatorOptions { Name = "app" }, reader).Options.BirthDependencies);
            Assert.Empty(reader.Errors);
        }
        else if (line.StartsWith(Wait, StringComparison.Ordinal))
        {
            // Names in capitals stand for some name.
            var flags = new WaitFlags();
            var parsed = flags.Verb.Parse(line[Wait.Length..].ToLowerInvariant().Split(' '));
            Assert.Empty(parsed.Errors);
            flags.Read(parsed, new SettingsReader(name => name == "KUBECONFIG" ? "/none" : null));
        }
        else
        {
            Assert.StartsWith("kubexit ", line);
        }
    }
}
