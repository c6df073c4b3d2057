using System.Diagnostics.Metrics;
using System.Text.Json;
using System.Text.RegularExpressions;
using Kubexit.Configuration;
using Kubexit.Coordination;
using Kubexit.Graveyards;

namespace Kubexit.Tests.Documentation;

/// <summary>The tables of the reference and what the code does are the same.</summary>
public sealed partial class ReferenceTests
{
    private const string Reference = "docs/reference.md";

    public static TheoryData<string, string> Defaults => new(
        from row in DocumentedTable.Rows(Reference, "## Variables")
        from variable in DocumentedTable.Words(row[0])
        from value in DocumentedTable.Words(row[1])
        select (variable, value));

    [Fact]
    public void Variables_AreThoseThatAreRead()
    {
        var reader = new SettingsReader(_ => null);
        EnvironmentSettings.ReadInto(new CoordinatorOptions(), reader);
        var documented = DocumentedTable.Rows(Reference, "## Variables").SelectMany(row => DocumentedTable.Words(row[0])).ToArray();
        Assert.Equal(reader.Known.Order(), documented.Order());
    }

    [Fact]
    public void VariablesOfApplications_AreThoseThatAWrapperDoesNotRead()
    {
        var wrapper = new SettingsReader(_ => null);
        EnvironmentSettings.ReadInto(new CoordinatorOptions(), wrapper);
        var options = typeof(KubexitMemberOptions).GetProperties().Select(property => property.Name).Except(
            typeof(CoordinatorOptions).GetProperties().Select(property => property.Name));
        var documented = DocumentedTable.Rows(Reference, "### Of applications only").SelectMany(row => DocumentedTable.Words(row[0]))
            .ToArray();
        Assert.Equal(options.Order(), documented.Select(OptionNames.PathOf).Order());
        Assert.Empty(documented.Intersect(wrapper.Known));
        Assert.All(documented, variable => Assert.True(OptionNames.IsForApplications(variable), variable));
        Assert.All(UnknownVariables.Warn(documented, wrapper.Known),
            warning => Assert.Contains(" has no effect here: ", warning, StringComparison.Ordinal));
    }

    /// <summary>A default that is set by hand changes nothing.</summary>
    [Theory]
    [MemberData(nameof(Defaults))]
    public void Default_IsTheOneThatApplies(string variable, string value)
    {
        Assert.Equal(Read([]), Read(new() { [variable] = value }));

        static string Read(Dictionary<string, string> variables)
        {
            variables.TryAdd("KUBEXIT_NAME", "app");
            variables.TryAdd("KUBEXIT_READINESS_FILE", "/ready");
            variables.TryAdd("KUBEXIT_POST_START_SLEEP", "1s");
            variables.TryAdd("KUBEXIT_PRE_STOP_SLEEP", "1s");
            var settings = EnvironmentSettings.Read(variables.GetValueOrDefault, []);
            Assert.Empty(settings.Errors);
            return JsonSerializer.Serialize((object)settings.Options) + settings.Logging;
        }
    }

    [Fact]
    public void Conditions_AreAllOfThem()
    {
        Assert.Contains($"NAME[?][:{string.Join("\\|", Choice.Words<BirthCondition>())}]", RangeOf("KUBEXIT_BIRTH_DEPS"));
        Assert.Contains($"NAME[?][:{string.Join("\\|", Choice.Words<DeathCondition>())}]", RangeOf("KUBEXIT_DEATH_DEPS"));

        static string RangeOf(string variable) =>
            DocumentedTable.Rows(Reference, "## Variables").Single(row => row[0] == $"`{variable}`")[2];
    }

    [Fact]
    public void ExitCodes_AreThoseThatWeEndWith() => Assert.Equal(
        typeof(OwnExitCode).GetFields().Select(field => (int)field.GetRawConstantValue()!).Order(),
        DocumentedTable.Rows(Reference, "## Exit codes")
            .SelectMany(row => row[0].Split(", ")).Where(code => int.TryParse(code, out var number) && number != 0).Select(int.Parse)
                .Order());

    [Fact]
    public void TombstoneKeys_AreThoseThatAreWritten() => Assert.Equal(
        Enum.GetNames<TombstoneKey>().Order(),
        DocumentedTable.Rows(Reference, "## Tombstone keys").SelectMany(row => DocumentedTable.Words(row[0])).Order());

    [Fact]
    public void Reasons_AreAllOfThem() => Assert.Equal(
        Enum.GetNames<DeathReason>(),
        DocumentedTable.Rows(Reference, "## Tombstone keys").Where(row => row[0] == "`Reason`").SelectMany(
            row => DocumentedTable.Words(row[1])));

    [Fact]
    public void Verbs_AreTheReservedWords() => Assert.Equal(
        Infrastructure.Repository.ReadText("Kubexit.Host/CommandLine/CommandLine.cs").Split('\n')
            .Where(line => line.TrimStart().StartsWith("case [", StringComparison.Ordinal))
            .SelectMany(line => Word().Matches(line)).Select(match => match.Groups[1].Value).Order(),
        DocumentedTable.Rows(Reference, "## Verbs").SelectMany(row => DocumentedTable.Words(row[0])).Select(verb => verb.Split(' ')[0])
            .Order());

    [Theory]
    [InlineData("### Flags of `wait`", "wait")]
    [InlineData("### Flags of `status`", "status")]
    public void Flags_AreThoseOfTheHelp(string heading, string verb) => Assert.Equal(
        FlagLine().Matches(verb == "wait" ? Host.VerbHelp.Wait : Host.VerbHelp.Status).Select(match => match.Groups[1].Value).Order(),
        DocumentedTable.Rows(Reference, heading).SelectMany(row => DocumentedTable.Words(row[0])).Select(flag => flag.Split(' ')[0])
            .Order());

    [Fact]
    public void LogEvents_AreAllOfThem() => Assert.Equal(
        LogEvents.All.Select(e => $"| {e.EventId} | `{e.Level.ToString().ToLowerInvariant()}` | `{LogEvents.TextOf(e)}` |"),
        DocumentedTable.Rows(Reference, "## Log events").Select(row => $"| {string.Join(" | ", row)} |"));

    [Fact]
    public void Metrics_AreThoseThatAreMeasured()
    {
        var measured = new HashSet<string>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (instrument.Meter.Name == Coordinator.TelemetryName) measured.Add(instrument.Name);
            },
        };
        System.Runtime.CompilerServices.RuntimeHelpers.RunClassConstructor(typeof(CoordinatorTelemetry).TypeHandle);
        listener.Start();
        var documented = Infrastructure.Repository.ReadText("docs/embedding.md").Split('\n')
            .Where(line => line.StartsWith("| `kubexit.", StringComparison.Ordinal))
            .Select(line => DocumentedTable.Words(line).First());
        Assert.Equal(measured.Order(), documented.Order());
    }

    [GeneratedRegex("\"([a-z][a-z-]*)\"")]
    private static partial Regex Word();

    [GeneratedRegex("^  (--[a-z-]+)", RegexOptions.Multiline)]
    private static partial Regex FlagLine();
}
