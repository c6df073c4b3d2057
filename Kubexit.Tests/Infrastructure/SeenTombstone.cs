using System.Globalization;
using System.Text.RegularExpressions;

namespace Kubexit.Tests.Infrastructure;

/// <summary>A tombstone as read from disk by a tiny parser of the tests' own: the product's must not vouch for itself.</summary>
internal sealed partial class SeenTombstone
{
    private readonly Dictionary<string, string> _values = [];

    public SeenTombstone(string text)
    {
        Text = text;
        foreach (Match line in TopLevelLine().Matches(text)) _values[line.Groups["key"].Value] = line.Groups["value"].Value;
    }

    public string Text { get; }

    public IReadOnlyList<string> Keys => [.. _values.Keys];

    public DateTimeOffset? Waiting => Time("Waiting");

    public DateTimeOffset? Born => Time("Born");

    public DateTimeOffset? Ready => Time("Ready");

    public DateTimeOffset? Died => Time("Died");

    public int? ExitCode => _values.TryGetValue("ExitCode", out var code) ? int.Parse(code, CultureInfo.InvariantCulture) : null;

    public string? Life => _values.GetValueOrDefault("Life")?.Trim('"');

    public string? Signal => _values.GetValueOrDefault("Signal")?.Trim('"');

    public string? Reason => _values.GetValueOrDefault("Reason")?.Trim('"');

    /// <summary>Lives on: born, and no death yet.</summary>
    public bool IsAlive => Born is not null && Died is null;

    public override string ToString() => Text;

    /// <summary>Only the one form that the format allows: RFC 3339, UTC, in double quotes.</summary>
    private DateTimeOffset? Time(string key)
    {
        if (!_values.TryGetValue(key, out var text)) return null;
        Assert.Matches("""^"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z"$""", text);
        return DateTimeOffset.Parse(text.Trim('"'), CultureInfo.InvariantCulture);
    }

    [GeneratedRegex("^(?<key>[A-Za-z]+):[ ]*(?<value>[^\r\n]*)$", RegexOptions.Multiline)]
    private static partial Regex TopLevelLine();
}
