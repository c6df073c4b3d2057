using System.CommandLine;
using Kubexit.Configuration;
using Kubexit.NodeTermination;
using Kubexit.Platform;

namespace Kubexit.NodeAgent;

/// <summary>Turns flags, variables and the file into settings, and collects everything that is wrong with them.</summary>
internal sealed class AgentSettingsReader(SettingLayers layers, Func<string, string?> variable, bool isDrill = false)
{
    private readonly SettingReader _read = new(layers);

    /// <exception cref="ConfigurationException">Carries every error.</exception>
    public AgentSettings Read()
    {
        if (isDrill && new[] { AgentFlags.In, AgentFlags.Kind, AgentFlags.NoticeFile }.All(flag => _read.Text(flag) is null))
            _read.Refuse("Cannot run a drill: there is neither --in, --kind nor --notice-file. Give for example --in 60s.");
        var settings = new AgentSettings(Notices(), Agent())
        {
            Webhook = Webhook(),
            WebhookTemplate = _read.Value(AgentFlags.WebhookTemplate, WebhookTemplate.Generic, WebhookTemplate.Read),
            Listen = _read.Value(AgentFlags.Listen, SettingText.Listen(AgentSettings.DefaultListen).Value, SettingText.Listen),
            BlindAfter = _read.Duration(AgentFlags.BlindAfter, TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(1), TimeSpan.FromHours(1)),
            DryRun = _read.Switch(AgentFlags.DryRun),
            In = _read.Text(AgentFlags.In) is null ? null : _read.Duration(AgentFlags.In, TimeSpan.Zero),
            Keep = _read.Switch(AgentFlags.Keep),
            Kind = _read.Value(AgentFlags.Kind, NodeTerminationKind.Manual, SettingText.Kind),
            Log = new AgentLogSettings(
                _read.Values(AgentFlags.LogLevel, SettingText.Level), _read.Choice(AgentFlags.LogFormat, LogFormat.Text)),
        };
        return _read.Errors.Count == 0 ? settings : throw new ConfigurationException(_read.Errors);
    }

    private NodeTerminationNoticeOptions Notices()
    {
        var options = new NodeTerminationNoticeOptions
        {
            Provider = _read.Choice(AgentFlags.Provider, NodeTerminationProvider.Auto),
            MetadataUrl = _read.Value(AgentFlags.MetadataUrl, NodeTerminationNoticeOptions.DefaultMetadataUrl, SettingText.Url),
            PollInterval = _read.Text(AgentFlags.PollInterval) is null ? null
                : _read.Duration(AgentFlags.PollInterval, TimeSpan.FromSeconds(1)),
            NoticeFile = _read.Text(AgentFlags.NoticeFile),
            AllowAwsVersion1 = _read.Switch(AgentFlags.AwsVersion1),
            AzureResource = _read.Text(AgentFlags.AzureResource),
        };
        foreach (var (kind, change) in _read.Values(AgentFlags.Rule, SettingText.Rule)) options.Rules[kind] = change(options.Rules[kind]);
        try
        {
            if (!_read.Switch(AgentFlags.DryRun) && !isDrill) options.Validate();
        }
        catch (ArgumentException e)
        {
            _read.Refuse(e.Message);
        }
        return options;
    }

    private AgentOptions Agent()
    {
        var name = _read.Text(AgentFlags.NodeName);
        if (string.IsNullOrWhiteSpace(name))
            _read.Refuse("Cannot tell which node this is: there is neither --node-name nor NODE_NAME. Set NODE_NAME from the field "
                + "spec.nodeName.");
        return new AgentOptions
        {
            NodeName = name ?? "",
            FileKey = _read.Text(AgentFlags.NoticeFile) is { Length: > 0 } file ? FileNoticeSource.KeyOf(file) : null,
            BootId = PlatformServices.BootId(),
            Taint = _read.Value(AgentFlags.Taint, NodeTaint.Default, SettingText.Taint),
            Cordon = _read.Switch(AgentFlags.Cordon),
            ExcludeFromLoadBalancers = _read.Switch(AgentFlags.ExcludeFromLoadBalancers),
            WaitForVolumes = _read.Switch(AgentFlags.WaitForVolumes),
            Drain = Drain(),
            PodEvents = !_read.Switch(AgentFlags.NoPodEvents),
            Acknowledge = _read.Switch(AgentFlags.Acknowledge),
            Reboot = _read.Switch(AgentFlags.Reboot),
        };
    }

    private DrainOptions Drain()
    {
        var defaults = new DrainOptions();
        var phases = _read.Values(AgentFlags.PriorityPhase, SettingText.Phase);
        var reserve = _read.Duration(AgentFlags.SystemReserve, defaults.PriorityPhases[0].Reserve);
        return defaults with
        {
            Margin = _read.Duration(AgentFlags.Margin, defaults.Margin),
            KubeSystemLast = !_read.Switch(AgentFlags.KubeSystemByPriority),
            DaemonSetsLast = _read.Switch(AgentFlags.DaemonSetsLast),
            KeepUnmanaged = _read.Switch(AgentFlags.KeepUnmanaged),
            RequestsPerSecond = _read.Number(AgentFlags.RequestsPerSecond, defaults.RequestsPerSecond, 1, 1000),
            EvictionDelay = _read.Duration(AgentFlags.EvictionDelay, TimeSpan.Zero),
            EvictOnly = _read.Switch(AgentFlags.EvictOnly),
            Excluded = Excluded(),
            PriorityPhases = phases.Count > 0 ? phases : [defaults.PriorityPhases[0] with { Reserve = reserve }],
        };
    }

    private HashSet<string> Excluded()
    {
        var pods = new HashSet<string>(_read.Values(AgentFlags.Exclude, SettingText.Pod), StringComparer.Ordinal);
        if (variable("POD_NAMESPACE") is { } ns && variable("POD_NAME") is { } name) pods.Add($"{ns}/{name}");
        return pods;
    }

    private Uri? Webhook()
    {
        var text = _read.Text(AgentFlags.WebhookUrl);
        if (string.IsNullOrEmpty(text)) return null;
        if (Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https") return url;
        _read.Refuse("Cannot use the webhook's URL: it is not an absolute http or https URL. (It may be a secret and is not shown.)");
        return null;
    }
}
