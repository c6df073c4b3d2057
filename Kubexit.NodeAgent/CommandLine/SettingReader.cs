using System.Globalization;
using Kubexit.Configuration;

namespace Kubexit.NodeAgent;

/// <summary>Reads single settings and collects what is wrong with them, in the words that their giver used.</summary>
internal sealed class SettingReader(SettingLayers layers)
{
    private readonly List<string> _errors = [];

    public IReadOnlyList<string> Errors => _errors;

    public void Refuse(string error) => _errors.Add(error);

    public string? Text(AgentFlag flag) => layers.Get(flag)?.Values[^1];

    /// <summary>Every value by itself, as <paramref name="parse"/> reads it.</summary>
    public List<T> Values<T>(AgentFlag flag, Func<string, Parsed<T>> parse)
    {
        var read = new List<T>();
        if (layers.Get(flag) is not { } given) return read;
        foreach (var text in given.Values)
        {
            var parsed = parse(text);
            if (parsed.Problem is { } problem) _errors.Add($"Cannot use {given.Words} '{text}': {problem}.");
            else read.Add(parsed.Value!);
        }
        return read;
    }

    public T Value<T>(AgentFlag flag, T otherwise, Func<string, Parsed<T>> parse) =>
        Values(flag, parse) is [.., var last] ? last : otherwise;

    public bool Switch(AgentFlag flag) => Value(flag, false,
        text => bool.TryParse(text, out var value) ? Parsed<bool>.Ok(value) : Parsed<bool>.Bad("it is not a boolean. Write true or false"));

    public TimeSpan Duration(AgentFlag flag, TimeSpan otherwise) => Value(flag, otherwise, SettingText.Duration);

    public TimeSpan Duration(AgentFlag flag, TimeSpan otherwise, TimeSpan least, TimeSpan most) => Value(flag, otherwise,
        text => SettingText.Duration(text) is { Problem: null } parsed && (parsed.Value < least || parsed.Value > most)
            ? Parsed<TimeSpan>.Bad($"it is not between {GoDuration.Format(least)} and {GoDuration.Format(most)}. Give for example "
                + $"{GoDuration.Format(otherwise)}")
            : SettingText.Duration(text));

    public T Choice<T>(AgentFlag flag, T otherwise)
        where T : struct, Enum => Value(flag, otherwise,
            text => Enum.TryParse<T>(text, ignoreCase: true, out var value) && !char.IsAsciiDigit(text[0])
                ? Parsed<T>.Ok(value)
                : Parsed<T>.Bad($"it is not one of the words allowed here. Give one of "
                    + $"{string.Join(", ", Enum.GetNames<T>()).ToLowerInvariant()}"));

    public double Number(AgentFlag flag, double otherwise, double least, double most) => Value(flag, otherwise,
        text => !double.TryParse(text, CultureInfo.InvariantCulture, out var number)
            ? Parsed<double>.Bad($"it is not a number. Give for example {otherwise}")
        : number >= least && number <= most ? Parsed<double>.Ok(number)
        : Parsed<double>.Bad($"it is not between {least} and {most}. Give for example {otherwise}"));
}
