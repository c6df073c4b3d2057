using System.Globalization;
using System.Net;
using Kubexit.Configuration;
using Kubexit.NodeTermination;
using Microsoft.Extensions.Logging;

namespace Kubexit.NodeAgent;

/// <summary>The texts of single settings.</summary>
internal static class SettingText
{
    /// <summary>Longer than anybody means; timers end at 49 days.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1000);

    public static Parsed<TimeSpan> Duration(string text)
    {
        var parsed = GoDuration.Parse(text);
        return parsed.Problem is null && parsed.Value > Longest ? Parsed<TimeSpan>.Bad("it is longer than 1000h. Give for example 30s")
            : parsed;
    }

    public static Parsed<NodeTerminationKind> Kind(string text) => NodeTerminationKindName.TryParse(text, out var kind)
        ? Parsed<NodeTerminationKind>.Ok(kind)
        : Parsed<NodeTerminationKind>.Bad($"'{text}' is not a kind of notice. Use one of {NodeTerminationKindName.All}");

    public static Parsed<NodeTaint> Taint(string text) =>
        NodeTaint.TryParse(text, out var taint, out var problem) ? Parsed<NodeTaint>.Ok(taint) : Parsed<NodeTaint>.Bad(problem);

    public static Parsed<Uri> Url(string text) => Uri.TryCreate(text, UriKind.RelativeOrAbsolute, out var url)
        ? Parsed<Uri>.Ok(url)
        : Parsed<Uri>.Bad("it is not a URL. Give for example http://169.254.169.254");

    public static Parsed<(NodeTerminationKind Kind, Func<NoticeRule, NoticeRule> Change)> Rule(string text)
    {
        var (kindText, value) = Split(text, '=');
        var parts = value.Split(',');
        var kind = Kind(kindText);
        if (kind.Problem is { } unknown) return Bad(unknown);
        if (!Enum.TryParse<NoticeAction>(parts[0], ignoreCase: true, out var action) || parts.Length > 3 || char.IsAsciiDigit(parts[0][0]))
            return Bad("it is not KIND=ACTION[,TIME_LEFT[,LEAD]]. Give for example 'gce-preemption=drain,120s,now'");
        var timeLeft = parts.Length > 1 ? Duration(parts[1]) : default;
        var lead = parts.Length > 2 && parts[2] != "now" ? Duration(parts[2]) : default;
        if ((timeLeft.Problem ?? lead.Problem) is { } problem) return Bad(problem);
        return Parsed<(NodeTerminationKind, Func<NoticeRule, NoticeRule>)>.Ok((kind.Value, before => new NoticeRule(
            action,
            parts.Length > 1 ? timeLeft.Value : before.TimeLeft,
            parts.Length < 3 ? before.Lead : parts[2] == "now" ? null : lead.Value)));

        static Parsed<(NodeTerminationKind, Func<NoticeRule, NoticeRule>)> Bad(string problem) =>
            Parsed<(NodeTerminationKind, Func<NoticeRule, NoticeRule>)>.Bad(problem);
    }

    public static Parsed<DrainPhase> Phase(string text)
    {
        var (priorityText, reserveText) = Split(text, '=');
        if (!int.TryParse(priorityText, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var priority))
            return Parsed<DrainPhase>.Bad($"'{priorityText}' is not a priority. Give for example '2000000000=10s'");
        var reserve = Duration(reserveText);
        return reserve.Problem is { } problem ? Parsed<DrainPhase>.Bad(problem)
            : Parsed<DrainPhase>.Ok(new DrainPhase($"priority {priorityText}", priority, reserve.Value));
    }

    public static Parsed<string> Pod(string text) => text.Split('/') is [{ Length: > 0 }, { Length: > 0 }]
        ? Parsed<string>.Ok(text)
        : Parsed<string>.Bad("it is not NAMESPACE/NAME. Give for example 'kube-system/dns-0'");

    public static Parsed<IPEndPoint?> Listen(string text) =>
        text == "none" ? Parsed<IPEndPoint?>.Ok(null)
        : IPEndPoint.TryParse(text, out var address) && text.Contains(':') ? Parsed<IPEndPoint?>.Ok(address)
        : Parsed<IPEndPoint?>.Bad("it is not ADDRESS:PORT. Give for example 127.0.0.1:9478, or none");

    public static Parsed<(string? Category, LogLevel Level)> Level(string text)
    {
        var (category, word) = text.LastIndexOf('=') is >= 0 and var at ? (AgentLogCategory.Of(text[..at]), text[(at + 1)..])
            : (null, text);
        word = word.ToLowerInvariant() switch { "info" => "information", "warn" => "warning", var other => other };
        return Enum.TryParse<LogLevel>(word, ignoreCase: true, out var level) && !char.IsAsciiDigit(word[0])
            ? Parsed<(string?, LogLevel)>.Ok((category, level))
            : Parsed<(string?, LogLevel)>.Bad("it is not [CATEGORY=]LEVEL. Give for example 'info' or 'drain=debug'");
    }

    private static (string Before, string After) Split(string text, char separator)
    {
        var at = text.IndexOf(separator);
        return at < 0 ? (text, "") : (text[..at], text[(at + 1)..]);
    }
}
