using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;

namespace Kubexit.Hosting;

/// <summary>
/// An application's settings as variables: the environment first, then the section <c>Kubexit</c>, whose keys are the variables' names
/// without prefix and underscores (<c>KUBEXIT_BIRTH_DEPS</c> is <c>Kubexit:BirthDeps</c>). The configuration binder would read <c>30</c> as
/// 30 days and needs reflection; this reads the very texts that the command reads.
/// </summary>
internal sealed class ConfigurationVariables(IConfiguration? configuration, Func<string, string?> environment)
{
    public const string SectionName = "Kubexit";

    private const string Prefix = "KUBEXIT_";

    private readonly IConfigurationSection? _section = configuration?.GetSection(SectionName);

    public IEnumerable<string> Keys => _section?.GetChildren().Select(child => child.Key) ?? [];

    public static string KeyOf(string variable) => string.Concat(variable[Prefix.Length..].Split('_')
        .Select(word => CultureInfo.InvariantCulture.TextInfo.ToTitleCase(word.ToLowerInvariant())));

    public string? Lookup(string variable) => environment(variable) is { Length: > 0 } text ? text : FromSection(variable);

    /// <summary>What the user typed for a variable.</summary>
    public string Word(string variable) =>
        string.IsNullOrEmpty(environment(variable)) && FromSection(variable) is not null ? $"{SectionName}:{KeyOf(variable)}" : variable;

    private string? FromSection(string variable)
    {
        if (_section?.GetSection(KeyOf(variable)) is not { } setting) return null;
        var elements = setting.GetChildren().Select(child => child.Value ?? "").ToArray();
        if (elements.Length == 0) return setting.Value;
        return variable.EndsWith("_EXEC", StringComparison.Ordinal) ? ToJson(elements) : string.Join(',', elements);
    }

    private static string ToJson(string[] words)
    {
        var array = new JsonArray();
        foreach (var word in words) array.Add((JsonNode)JsonValue.Create(word));
        return array.ToJsonString();
    }
}
