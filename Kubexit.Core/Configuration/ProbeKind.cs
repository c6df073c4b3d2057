using Kubexit.Probes;

namespace Kubexit.Configuration;

/// <summary>A kind of question that a probe, a hook or <c>kubexit wait</c> can ask: its words, and how a value of it is read.</summary>
/// <param name="Suffix">The end of its variables, as in <c>KUBEXIT_READINESS_EXEC</c>.</param>
/// <param name="Flag">The flag of <c>kubexit wait</c>.</param>
/// <param name="Parse">Reads a value.</param>
/// <param name="IsHook">Whether a hook can do it too: those kinds that a pod's hooks have.</param>
internal sealed record ProbeKind(string Suffix, string Flag, Func<string, Parsed<ProbeTarget>> Parse, bool IsHook = false)
{
    /// <summary>Every kind.</summary>
    public static IReadOnlyList<ProbeKind> All { get; } =
    [
        new("HTTP_GET", "--http-get", text => SettingValue.Url(text).Select<ProbeTarget>(url => new ProbeTarget.HttpGet(url)),
            IsHook: true),
        new("TCP_SOCKET", "--tcp", text => Endpoint.Parse(text).Select<ProbeTarget>(e => new ProbeTarget.TcpSocket(e.Host, e.Port)),
            IsHook: true),
        new("EXEC", "--exec", text => CommandLineWords.Parse(text).Select<ProbeTarget>(words => new ProbeTarget.Exec(words)), IsHook: true),
        new("GRPC", "--grpc", ParseGrpc),
        new("FILE", "--file", text => SettingValue.Path(text).Select<ProbeTarget>(path => new ProbeTarget.File(path))),
    ];

    private static Parsed<ProbeTarget> ParseGrpc(string text)
    {
        var slash = text.IndexOf('/');
        var service = slash < 0 ? "" : text[(slash + 1)..];
        return Endpoint.Parse(slash < 0 ? text : text[..slash]).Select<ProbeTarget>(e => new ProbeTarget.Grpc(e.Host, e.Port, service));
    }
}
