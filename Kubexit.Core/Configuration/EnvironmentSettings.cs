using Kubexit.Coordination;
using Kubexit.Graveyards;

namespace Kubexit.Configuration;

/// <summary>Everything that the <c>KUBEXIT_*</c> variables say, with all that is wrong with them.</summary>
internal sealed record EnvironmentSettings
{
    /// <summary>The options; where a variable is wrong, its default.</summary>
    public required CoordinatorOptions Options { get; init; }

    public required LogSettings Logging { get; init; }

    /// <summary>One sentence for each error, with its remedy; empty when <see cref="Options"/> may be used.</summary>
    public required IReadOnlyList<string> Errors { get; init; }

    /// <summary>One sentence for each variable that is not known, and for each value that is of no use and does no harm.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Whether name and graveyard are usable: if so, even a death by the errors can be recorded.</summary>
    public bool CanRecordDeath { get; private init; }

    /// <param name="lookup">The value of a variable; <see langword="null"/> or empty when it is unset.</param>
    /// <param name="variables">The names of all variables, to warn about unknown ones.</param>
    public static EnvironmentSettings Read(Func<string, string?> lookup, IEnumerable<string> variables)
    {
        var reader = new SettingsReader(lookup);
        var settings = ReadInto(new CoordinatorOptions(), reader);
        return settings with { Warnings = [.. settings.Warnings, .. UnknownVariables.Warn(variables, reader.Known)] };
    }

    /// <summary>Lays the settings over options that are there already: what is not set stays as it is.</summary>
    /// <param name="options">The options.</param>
    /// <param name="reader">The settings.</param>
    /// <param name="allowsOwnKinds">Whether an application may know kinds of dependencies that we do not.</param>
    public static EnvironmentSettings ReadInto(CoordinatorOptions options, SettingsReader reader, bool allowsOwnKinds = false)
    {
        options.Name = reader.Text("KUBEXIT_NAME") ?? options.Name;
        options.GraveyardPath = reader.Value("KUBEXIT_GRAVEYARD", options.GraveyardPath, SettingValue.Path);
        var canRecordDeath = reader.Errors.Count == 0 && TombstoneName.ProblemWith(options.Name) is null;
        options.RescanInterval = reader.Duration("KUBEXIT_RESCAN_INTERVAL", options.RescanInterval);
        options.Subreaper = reader.Flag("KUBEXIT_SUBREAPER", options.Subreaper);
        BirthSettings.Read(reader, options);
        DeathSettings.Read(reader, options);
        var logging = LogSettings.Read(reader);

        return new()
        {
            Options = options,
            Logging = logging,
            Errors = ConfigurationException.OnOneLineEach(
                [.. reader.Errors, .. new CoordinatorRules(
                    options, property => reader.Word(OptionNames.VariableOf(property)), allowsOwnKinds).Check()]),
            Warnings = ConfigurationException.OnOneLineEach(reader.Warnings),
            CanRecordDeath = canRecordDeath,
        };
    }

    /// <exception cref="ConfigurationException">There are errors.</exception>
    public void ThrowIfInvalid()
    {
        if (Errors.Count > 0) throw new ConfigurationException(Errors);
    }
}
