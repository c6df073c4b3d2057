namespace Kubexit.Configuration;

/// <summary>
/// Reads settings by name and collects what is wrong with any of them. A setting that is unset, empty or wrong yields its default, so
/// that the reading goes on to the next one.
/// </summary>
/// <param name="lookup">The value of a variable; <see langword="null"/> or empty when it is unset.</param>
/// <param name="word">What the user typed for a variable; by default its name.</param>
internal sealed class SettingsReader(Func<string, string?> lookup, Func<string, string>? word = null)
{
    private readonly List<string> _errors = [];
    private readonly List<string> _warnings = [];
    private readonly HashSet<string> _known = [];

    /// <summary>One sentence for each error, with its remedy.</summary>
    public IReadOnlyList<string> Errors => _errors;

    /// <summary>One sentence for each value that is of no use and does no harm.</summary>
    public IReadOnlyList<string> Warnings => _warnings;

    /// <summary>Every variable that has been asked for.</summary>
    public IReadOnlySet<string> Known => _known;

    /// <summary>The text of a variable; <see langword="null"/> when it is unset or empty.</summary>
    public string? Text(string variable)
    {
        _known.Add(variable);
        return lookup(variable) is { Length: > 0 } text ? text : null;
    }

    /// <summary>What the user typed for a variable.</summary>
    public string Word(string variable) => word is null ? variable : word(variable);

    public T Value<T>(string variable, T defaultValue, Func<string, Parsed<T>> parse)
    {
        if (Text(variable) is not { } text) return defaultValue;
        var parsed = parse(text);
        if (parsed.Problem is null) return parsed.Value!;
        AddError($"Cannot use {Word(variable)}{Quote(variable, text)}: {parsed.Problem}.");
        return defaultValue;
    }

    /// <summary>A list separated by commas; blanks around the entries do not count.</summary>
    public IReadOnlyList<T> List<T>(string variable, IReadOnlyList<T> defaultValue, Func<string, Parsed<T>> parseEntry)
    {
        if (Text(variable) is not { } text) return defaultValue;
        var list = new List<T>();
        foreach (var entry in text.Split(',', StringSplitOptions.TrimEntries))
        {
            var parsed = entry.Length == 0 ? Parsed<T>.Bad("it is empty. Remove the extra comma") : parseEntry(entry);
            if (parsed.Problem is null) list.Add(parsed.Value!);
            else AddError($"Cannot use entry '{SettingValue.WithoutSecrets(entry)}' of {Word(variable)}: {parsed.Problem}.");
        }

        return list;
    }

    /// <summary>A duration from 0 on.</summary>
    public TimeSpan Duration(string variable, TimeSpan defaultValue) => Value(variable, defaultValue, SettingValue.Duration);

    /// <summary>A duration of at least 1 millisecond.</summary>
    public TimeSpan PositiveDuration(string variable, TimeSpan defaultValue) =>
        Value(variable, defaultValue, SettingValue.PositiveDuration);

    public bool Flag(string variable, bool defaultValue) => Value(variable, defaultValue, SettingValue.Flag);

    public T Choice<T>(string variable, T defaultValue)
        where T : struct, Enum => Value(variable, defaultValue, Configuration.Choice.Parse<T>);

    public void AddError(string error) => _errors.Add(error);

    public void AddWarning(string warning) => _warnings.Add(warning);

    /// <summary>Commands are never quoted: their arguments may hold secrets.</summary>
    private static string Quote(string variable, string text) =>
        variable.EndsWith("_EXEC", StringComparison.Ordinal) ? "" : $" '{SettingValue.WithoutSecrets(text)}'";
}
