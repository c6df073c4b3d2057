using System.Globalization;
using Kubexit.Coordination;
using Kubexit.Supervision;

namespace Kubexit.Configuration;

/// <summary>How the kinds of values that occur in settings are read from text.</summary>
internal static class SettingValue
{
    public static Parsed<TimeSpan> Duration(string text) => GoDuration.Parse(text).Then(duration => duration <= Limits.Longest
        ? Parsed<TimeSpan>.Ok(duration)
        : Parsed<TimeSpan>.Bad("it is longer than 1000h. Write at most '1000h'"));

    public static Parsed<TimeSpan> PositiveDuration(string text) => Duration(text).Then(duration => duration >= Limits.Shortest
        ? Parsed<TimeSpan>.Ok(duration)
        : Parsed<TimeSpan>.Bad("it is shorter than 1ms. Write at least '1ms'"));

    public static Parsed<bool> Flag(string text) => text.ToLowerInvariant() switch
    {
        "true" or "1" => Parsed<bool>.Ok(true),
        "false" or "0" => Parsed<bool>.Ok(false),
        _ => Parsed<bool>.Bad("it is not a boolean. Write true or false"),
    };

    public static Parsed<int> CountFromOne(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0
            ? Parsed<int>.Ok(count)
            : Parsed<int>.Bad("it is not an integer of 1 or greater. Write for example '1'");

    public static Parsed<DeathExitCode> DeathCode(string text) => text.ToLowerInvariant() switch
    {
        "child" => Parsed<DeathExitCode>.Ok(DeathExitCode.Child),
        "zero" => Parsed<DeathExitCode>.Ok(DeathExitCode.Zero),
        "dependency" => Parsed<DeathExitCode>.Ok(DeathExitCode.Dependency),
        _ when ExitCode(text) is { } code => Parsed<DeathExitCode>.Ok(DeathExitCode.Of(code)),
        _ => Parsed<DeathExitCode>.Bad("it is not one of the words allowed here. Write child, zero, dependency or a number from 0 to 255"),
    };

    public static Parsed<int?> TermCode(string text) => text.ToLowerInvariant() switch
    {
        "child" => Parsed<int?>.Ok(null),
        "zero" => Parsed<int?>.Ok(0),
        _ when ExitCode(text) is { } code => Parsed<int?>.Ok(code),
        _ => Parsed<int?>.Bad("it is not one of the words allowed here. Write child, zero or a number from 0 to 255"),
    };

    public static Parsed<Signal> Signal(string text) => Kubexit.Signal.TryParse(text, out var signal)
        ? Parsed<Signal>.Ok(signal)
        : Parsed<Signal>.Bad("there is no such signal. Write a name or a number, for example TERM, QUIT or 15");

    public static Parsed<string> Path(string text) => text.Contains('\0')
        ? Parsed<string>.Bad("it contains a NUL character. Remove it")
        : Parsed<string>.Ok(GoPath.Clean(text));

    public static Parsed<Uri> Url(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || url.Host.Length == 0)
            return Parsed<Uri>.Bad("it is not an http or https URL. Write for example 'http://localhost:8080/healthz'");
        return url.UserInfo.Length > 0
            ? Parsed<Uri>.Bad("a user name and password in a URL are never sent. Remove what is before the '@'")
            : Parsed<Uri>.Ok(url);
    }

    private static int? ExitCode(string text) =>
        byte.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var code) ? code : null;

    /// <summary>What was typed without what may be a password: whatever stands before an <c>@</c>, and the query of a URL.</summary>
    public static string WithoutSecrets(string text)
    {
        if (text.LastIndexOf('@') is >= 0 and var at) text = "***" + text[at..];
        return text.Contains('/') && text.IndexOf('?') is >= 0 and var query ? text[..query] + "?***" : text;
    }
}
