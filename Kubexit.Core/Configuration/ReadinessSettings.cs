namespace Kubexit;

/// <summary>The variables <c>KUBEXIT_READINESS_*</c>.</summary>
internal static class ReadinessSettings
{
    private static readonly (string Variable, Func<string, Parsed<ProbeTarget>> Parse)[] Kinds =
    [
        ("KUBEXIT_READINESS_HTTP_GET", text => SettingValue.Url(text).Select<ProbeTarget>(url => new ProbeTarget.HttpGet(url))),
        ("KUBEXIT_READINESS_TCP_SOCKET", text => Endpoint.Parse(text).Select<ProbeTarget>(e => new ProbeTarget.TcpSocket(e.Host, e.Port))),
        ("KUBEXIT_READINESS_EXEC", text => CommandLineWords.Parse(text).Select<ProbeTarget>(words => new ProbeTarget.Exec(words))),
        ("KUBEXIT_READINESS_GRPC", ParseGrpc),
        ("KUBEXIT_READINESS_FILE", text => SettingValue.Path(text).Select<ProbeTarget>(path => new ProbeTarget.File(path))),
    ];

    public static ReadinessProbeOptions? Read(SettingsReader reader)
    {
        var target = reader.ReadKind(Kinds);
        var options = new ReadinessProbeOptions(target ?? new ProbeTarget.File("/"));
        options.InitialDelay = reader.Duration("KUBEXIT_READINESS_INITIAL_DELAY", options.InitialDelay);
        options.Period = reader.PositiveDuration("KUBEXIT_READINESS_PERIOD", options.Period);
        options.Timeout = reader.PositiveDuration("KUBEXIT_READINESS_TIMEOUT", options.Timeout);
        options.SuccessThreshold = reader.Value("KUBEXIT_READINESS_SUCCESS_THRESHOLD", options.SuccessThreshold, SettingValue.CountFromOne);
        reader.RejectWithoutKind(
            Kinds.Select(k => k.Variable),
            "KUBEXIT_READINESS_INITIAL_DELAY", "KUBEXIT_READINESS_PERIOD", "KUBEXIT_READINESS_TIMEOUT", "KUBEXIT_READINESS_SUCCESS_THRESHOLD");
        return target is null ? null : options;
    }

    private static Parsed<ProbeTarget> ParseGrpc(string text)
    {
        var slash = text.IndexOf('/');
        var service = slash < 0 ? "" : text[(slash + 1)..];
        return Endpoint.Parse(slash < 0 ? text : text[..slash]).Select<ProbeTarget>(e => new ProbeTarget.Grpc(e.Host, e.Port, service));
    }
}
