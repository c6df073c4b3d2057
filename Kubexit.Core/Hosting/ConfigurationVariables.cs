using System.Globalization;
using System.Text.Json.Nodes;
using Kubexit.Configuration;
using Microsoft.Extensions.Configuration;

namespace Kubexit.Hosting;

/// <summary>
/// An application's settings as variables: the environment first, then the section <c>Kubexit</c>, whose keys are the names of the
/// properties (<c>Kubexit:BirthDependencies</c>, <c>Kubexit:ReadinessProbe:HttpGet</c>) or the variable's words (<c>Kubexit:BirthDeps</c>).
/// The configuration binder would read <c>30</c> as 30 days and needs reflection; this reads the very texts that the command reads, and
/// <c>00:00:30</c> as well.
/// </summary>
/// <param name="configuration">Where the section is.</param>
/// <param name="environment">The value of a variable.</param>
/// <param name="section">The section; a helper process has one of its own.</param>
internal sealed class ConfigurationVariables(
    IConfiguration? configuration, Func<string, string?> environment, string section = ConfigurationVariables.SectionName)
{
    public const string SectionName = "Kubexit";

    /// <summary>The command of a helper process: an array, or as the variables of commands are written.</summary>
    public const string Command = "KUBEXIT_COMMAND_EXEC";

    private readonly IConfigurationSection? _section = configuration?.GetSection(section);

    /// <summary>The keys that are set, those of an option with parts as <c>ReadinessProbe:HttpGet</c>.</summary>
    public IEnumerable<string> Keys => _section?.GetChildren().SelectMany(KeysOf) ?? [];

    /// <summary>Both keys of a variable; a variable that sets no option has the short one only.</summary>
    public static IEnumerable<string> KeysOf(string variable) =>
        variable == Command ? ["Command"] : OptionNames.PathOf(variable) is { } path ? [path, OptionNames.ShortOf(variable)]
            : [OptionNames.ShortOf(variable)];

    public string? Lookup(string variable) => environment(variable) is { Length: > 0 } text ? text : FromSection(variable)?.Text;

    /// <summary>What the user typed for a variable, or would best type.</summary>
    public string Word(string variable) =>
        environment(variable) is { Length: > 0 } ? variable : $"{section}:{FromSection(variable)?.Key ?? KeysOf(variable).First()}";

    private (string Key, string Text)? FromSection(string variable)
    {
        foreach (var key in KeysOf(variable))
        {
            if (_section?.GetSection(key) is not { } setting) return null;
            var elements = setting.GetChildren().Where(child => child.Value is not null).Select(child => child.Value!).ToArray();
            if (elements.Length > 0)
                return (key, variable.EndsWith("_EXEC", StringComparison.Ordinal) ? ToJson(elements) : string.Join(',', elements));
            if (setting.Value is { Length: > 0 } text) return (key, DurationOf(text) ?? text);
        }

        return null;
    }

    // As .NET writes durations, with two colons: nothing else that a setting can be looks like that.
    private static string? DurationOf(string text) =>
        text.Count(c => c == ':') == 2 && TimeSpan.TryParseExact(text, ["c", @"h\:mm\:ss"], CultureInfo.InvariantCulture, out var duration)
            ? GoDuration.Format(duration)
            : null;

    private static IEnumerable<string> KeysOf(IConfigurationSection setting) =>
        setting.Key.Equals("ReadinessProbe", StringComparison.OrdinalIgnoreCase)
            || setting.Key.Equals("PostStart", StringComparison.OrdinalIgnoreCase)
            || setting.Key.Equals("PreStop", StringComparison.OrdinalIgnoreCase)
            ? setting.GetChildren().Select(part => $"{setting.Key}:{part.Key}")
            : [setting.Key];

    private static string ToJson(string[] words)
    {
        var array = new JsonArray();
        foreach (var word in words) array.Add((JsonNode)JsonValue.Create(word));
        return array.ToJsonString();
    }
}
