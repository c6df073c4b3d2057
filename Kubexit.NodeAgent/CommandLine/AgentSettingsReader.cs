using System.CommandLine;
using System.Globalization;
using System.Net;
using Kubexit.Configuration;
using Kubexit.NodeTermination;
using Kubexit.Platform;

namespace Kubexit.NodeAgent;

/// <summary>Turns flags and variables into settings, and collects everything that is wrong with them.</summary>
internal sealed class AgentSettingsReader(AgentFlags flags, ParseResult line, Func<string, string?> variable)
{
    private readonly List<string> _errors = [.. line.Errors.Select(error => error.Message)];

    /// <exception cref="ConfigurationException">Carries every error.</exception>
    public AgentSettings Read()
    {
        if (_errors.Count > 0) throw new ConfigurationException(_errors);
        var settings = new AgentSettings(Notices(), Agent()) { Webhook = Webhook(), Listen = Listen() };
        return _errors.Count == 0 ? settings : throw new ConfigurationException(_errors);
    }

    private NodeTerminationNoticeOptions Notices()
    {
        var options = new NodeTerminationNoticeOptions
        {
            Provider = line.GetValue(flags.Provider),
            MetadataUrl = line.GetValue(flags.MetadataUrl)!,
            PollInterval = line.GetValue(flags.PollInterval),
            NoticeFile = line.GetValue(flags.NoticeFile),
            AzureResource = line.GetValue(flags.AzureResource),
        };
        foreach (var rule in line.GetValue(flags.Rule) ?? []) Apply(rule, options.Rules);
        try
        {
            if (!line.GetValue(flags.DryRun)) options.Validate();
        }
        catch (ArgumentException e)
        {
            _errors.Add(e.Message);
        }
        return options;
    }

    private void Apply(string text, NoticeRules rules)
    {
        var (kindText, value) = Split(text, '=');
        var parts = value.Split(',');
        if (!NodeTerminationKindName.TryParse(kindText, out var kind))
            _errors.Add($"Cannot use --rule '{text}': '{kindText}' is not a kind of notice. Give one of {NodeTerminationKindName.All}.");
        else if (!Enum.TryParse<NoticeAction>(parts[0], ignoreCase: true, out var action) || parts.Length > 3)
            _errors.Add($"Cannot use --rule '{text}': it is not KIND=ACTION[,TIME_LEFT[,LEAD]]. Give for example 'gce-preemption=drain,120s,now'.");
        else
            rules[kind] = new NoticeRule(
                action,
                parts.Length > 1 ? Duration("--rule", text, parts[1]) : rules[kind].TimeLeft,
                parts.Length < 3 ? rules[kind].Lead : parts[2] == "now" ? null : Duration("--rule", text, parts[2]));
    }

    private AgentOptions Agent()
    {
        var name = line.GetValue(flags.NodeName) ?? variable("NODE_NAME");
        if (string.IsNullOrWhiteSpace(name)) _errors.Add("Cannot tell which node this is: there is neither --node-name nor NODE_NAME. Set NODE_NAME from the field spec.nodeName.");
        return new AgentOptions
        {
            NodeName = name ?? "",
            BootId = PlatformServices.BootId(),
            Taint = line.GetValue(flags.Taint)!,
            Cordon = line.GetValue(flags.Cordon),
            Drain = Drain(),
            PodEvents = !line.GetValue(flags.NoPodEvents),
            Acknowledge = line.GetValue(flags.Acknowledge),
            Reboot = line.GetValue(flags.Reboot),
        };
    }

    private DrainOptions Drain()
    {
        var phases = (line.GetValue(flags.PriorityPhase) ?? []).Select(Phase).ToList();
        var rate = line.GetValue(flags.RequestsPerSecond);
        if (rate is not (>= 1 and <= 1000)) _errors.Add($"Cannot use --requests-per-second '{rate}': it is not between 1 and 1000. Give for example 50.");
        return new DrainOptions
        {
            Margin = line.GetValue(flags.Margin),
            KubeSystemLast = !line.GetValue(flags.KubeSystemByPriority),
            DaemonSetsLast = line.GetValue(flags.DaemonSetsLast),
            KeepUnmanaged = line.GetValue(flags.KeepUnmanaged),
            RequestsPerSecond = rate,
            Excluded = Excluded(),
            PriorityPhases = phases.Count > 0 ? phases : [new DrainPhase("system", 2_000_000_000, line.GetValue(flags.SystemReserve))],
        };
    }

    private DrainPhase Phase(string text)
    {
        var (priorityText, reserve) = Split(text, '=');
        if (!int.TryParse(priorityText, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var priority))
            _errors.Add($"Cannot use --priority-phase '{text}': '{priorityText}' is not a priority. Give for example '2000000000=10s'.");
        return new DrainPhase($"priority {priorityText}", priority, Duration("--priority-phase", text, reserve));
    }

    private HashSet<string> Excluded()
    {
        var pods = new HashSet<string>(line.GetValue(flags.Exclude) ?? [], StringComparer.Ordinal);
        foreach (var pod in pods.Where(pod => pod.Split('/') is not [{ Length: > 0 }, { Length: > 0 }]))
            _errors.Add($"Cannot use --exclude '{pod}': it is not NAMESPACE/NAME. Give for example 'kube-system/dns-0'.");
        if (variable("POD_NAMESPACE") is { } ns && variable("POD_NAME") is { } name) pods.Add($"{ns}/{name}");
        return pods;
    }

    private Uri? Webhook()
    {
        var text = line.GetValue(flags.WebhookUrl) ?? variable("KUBEXIT_WEBHOOK_URL");
        if (string.IsNullOrEmpty(text)) return null;
        if (Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https") return url;
        _errors.Add("Cannot use the webhook's URL: it is not an absolute http or https URL. (It may be a secret and is not shown.)");
        return null;
    }

    private IPEndPoint? Listen()
    {
        var text = line.GetValue(flags.Listen)!;
        if (text == "none") return null;
        if (IPEndPoint.TryParse(text, out var address) && text.Contains(':')) return address;
        _errors.Add($"Cannot use --listen '{text}': it is not ADDRESS:PORT. Give for example 127.0.0.1:9478, or none.");
        return null;
    }

    private TimeSpan Duration(string flag, string whole, string text)
    {
        var parsed = GoDuration.Parse(text);
        if (parsed.Problem is { } problem) _errors.Add($"Cannot use {flag} '{whole}': {problem}.");
        return parsed.Problem is null ? parsed.Value : TimeSpan.Zero;
    }

    private static (string Before, string After) Split(string text, char separator)
    {
        var at = text.IndexOf(separator);
        return at < 0 ? (text, "") : (text[..at], text[(at + 1)..]);
    }
}
