using Kubexit.Configuration;
using Kubexit.Coordination;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Kubexit.Hosting;

/// <summary>
/// Lays the section <c>Kubexit:Processes:NAME</c> over what the code says of a helper process, and finds everything that is wrong with the
/// outcome.
/// </summary>
internal sealed class ProcessSettings(IConfiguration? configuration = null) : IPostConfigureOptions<SupervisedProcessOptions>
{
    public const string Section = "Processes";

    private const string Variables = "Environment";

    private static readonly string[] Fixed = ["KUBEXIT_NAME", "KUBEXIT_GRAVEYARD"];

    /// <summary>What has no effect, and looks as if it should have one.</summary>
    public List<string> Warnings { get; } = [];

    /// <summary>The processes that the configuration speaks of.</summary>
    public IEnumerable<string> Names => Root?.GetChildren().Select(process => process.Key) ?? [];

    private IConfigurationSection? Root => configuration?.GetSection(ConfigurationVariables.SectionName).GetSection(Section);

    public void PostConfigure(string? name, SupervisedProcessOptions options)
    {
        if (string.IsNullOrEmpty(name)) return;
        var path = $"{ConfigurationVariables.SectionName}:{Section}:{name}";
        var variables = new ConfigurationVariables(configuration, static _ => null, path);

        // The name is the key, and the graveyard the application's.
        options.Coordination.Name = name;
        var reader = new SettingsReader(variable => Fixed.Contains(variable) ? null : variables.Lookup(variable), variables.Word);
        Read(options, reader);
        foreach (var variable in Root?.GetSection(name).GetSection(Variables).GetChildren() ?? [])
            options.Environment[variable.Key] = variable.Value;
        var settings = EnvironmentSettings.ReadInto(options.Coordination, reader, allowsOwnKinds: false);
        options.Errors.AddRange(settings.Errors);
        if (options.Command.Count == 0)
            options.Errors.Add($"{path}:Command is required. Set it to the command of the process, in the code or "
                + "there.");
        var known = reader.Known.Except(Fixed).SelectMany(ConfigurationVariables.KeysOf).Append(Variables).ToHashSet();
        Warnings.AddRange([.. settings.Warnings, .. UnknownVariables.WarnKeys(path, variables.Keys, known)]);
    }

    private static void Read(SupervisedProcessOptions options, SettingsReader reader)
    {
        if (reader.Value(ConfigurationVariables.Command, [], CommandLineWords.Parse) is { Count: > 0 } command)
            options.Command = command;
        options.WorkingDirectory = reader.Text("KUBEXIT_WORKING_DIRECTORY") ?? options.WorkingDirectory;
        options.LogsOutput = reader.Flag("KUBEXIT_LOGS_OUTPUT", options.LogsOutput);
        options.RestartPolicy = reader.Choice("KUBEXIT_RESTART_POLICY", options.RestartPolicy);
        options.RestartDelay = reader.Duration("KUBEXIT_RESTART_DELAY", options.RestartDelay);
        options.LongestRestartDelay = reader.PositiveDuration("KUBEXIT_LONGEST_RESTART_DELAY", options.LongestRestartDelay);
        options.MaxRestarts = reader.Value("KUBEXIT_MAX_RESTARTS", options.MaxRestarts, OptionalCount);
        options.HostStartsWhen = Condition(reader, "KUBEXIT_HOST_STARTS_WHEN", options.HostStartsWhen);
        options.HostStopsWhen = Condition(reader, "KUBEXIT_HOST_STOPS_WHEN", options.HostStopsWhen);
    }

    private static Parsed<int?> OptionalCount(string text) => SettingValue.CountFromOne(text).Select<int?>(count => count);

    private static T? Condition<T>(SettingsReader reader, string variable, T? value)
        where T : struct, Enum =>
        reader.Value(variable, value, text => text.Equals("never", StringComparison.OrdinalIgnoreCase)
            ? Parsed<T?>.Ok(null)
            : Choice.Parse<T>(text) is { Problem: null } parsed
                ? Parsed<T?>.Ok(parsed.Value)
                : Parsed<T?>.Bad($"it is not one of the words allowed here. Write {string.Join(", ", Choice.Words<T>())} or never"));
}
