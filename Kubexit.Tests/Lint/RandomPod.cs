using System.Text;
using System.Text.Json;

namespace Kubexit.Tests.Lint;

/// <summary>A pod as a list of numbers decides it, right and wrong in everything that lint looks at.</summary>
internal sealed class RandomPod
{
    private static readonly string[] Names = ["a", "b", "c", "proxy"];

    private static readonly (string Variable, string[] Values)[] Variables =
    [
        ("KUBEXIT_BIRTH_DEPS", [
            "b", "a", "c:succeeded", "proxy?", "a,b", "b:died,c", "b,,c", "a:healthy", "../x", "job/migrate", "service/db:born", "cron/x",
            "c,c", "B"]),
        ("KUBEXIT_DEATH_DEPS", [
            "a", "b:failed", "c:succeeded", "b", "a?", "a:ready", "pod/x", "deployment/y:failed", "b, ", "proxy,proxy:failed"]),
        ("KUBEXIT_OUTLIVE_DEPS", ["a", "b", "c?", "a:died", "job/x", "proxy"]),
        ("KUBEXIT_GRACE_PERIOD", ["10s", "30", "0", "-1s", "1h30m", "soon", "2000h"]),
        ("KUBEXIT_BIRTH_TIMEOUT", ["1m", "0", "5", "9999h", "1ns"]),
        ("KUBEXIT_OUTLIVE_TIMEOUT", ["5s", "x"]),
        ("KUBEXIT_TERMINATION_DEADLINE", ["25s", "0", "29.5s"]),
        ("KUBEXIT_BIRTH_SOURCE", ["auto", "graveyard", "kubernetes", "elsewhere"]),
        ("KUBEXIT_POD_NAME", ["pod-1", ""]),
        ("KUBEXIT_NAMESPACE", ["default", ""]),
        ("KUBEXIT_GRAVEYARD", ["/graveyard", "/run/graveyard/", "/", "graves", "/a/../graveyard"]),
        ("KUBEXIT_DEATH_EXIT_CODE", ["zero", "child", "dependency", "256", "7"]),
        ("KUBEXIT_STOP_SIGNAL", ["QUIT", "SIGNONSENSE", "0"]),
        ("KUBEXIT_READINESS_HTTP_GET", ["http://127.0.0.1:80/", "ftp://x", "http://me:secret@x/?token=1"]),
        ("KUBEXIT_READINESS_EXEC", ["true", "sh -c 'open", "[\"a\", 1]"]),
        ("KUBEXIT_READINESS_PERIOD", ["1s", "0"]),
        ("KUBEXIT_PRE_STOP_SLEEP", ["5s", "40s", "-2s"]),
        ("KUBEXIT_PRE_STOP_TIMEOUT", ["5s", "40s"]),
        ("KUBEXIT_QUIT_HTTP_POST", ["http://127.0.0.1:15020/quitquitquit", "x"]),
        ("KUBEXIT_LOG_LEVEL", ["info", "loud"]),
        ("KUBEXIT_GRAVE_PERIOD", ["30s"]),
        ("KUBEXIT_SUBREAPER", ["true", "perhaps"]),
        ("OTHER", ["x", "KUBEXIT_NAME"]),
    ];

    private readonly Choices _choices;
    private readonly StringBuilder _yaml = new();

    public RandomPod(IReadOnlyList<int> numbers)
    {
        _choices = new Choices(numbers);
        Write();
    }

    public string Yaml => _yaml.ToString();

    /// <summary>
    /// Of each wrapped container its command, its variables, and for those that the manifest does not tell what they turn out to be.
    /// </summary>
    public List<(string[] Command, Dictionary<string, string> Variables, HashSet<string> Unknown)> Wrapped { get; } = [];

    private void Write()
    {
        _yaml.Append("apiVersion: v1\nkind: Pod\nmetadata:\n  name: random\n");
        if (_choices.OneIn(5)) _yaml.Append("  annotations: {kubexit.dev/ignore: \"").Append(
            _choices.Of("KX040", "KX999", "KX020,,KX021", "")).Append("\"}\n");
        _yaml.Append("spec:\n  restartPolicy: ").Append(_choices.Of("Never", "Always", "OnFailure", "Sometimes", "null")).Append('\n');
        if (_choices.OneIn(3)) _yaml.Append("  terminationGracePeriodSeconds: ").Append(
            _choices.Of("10", "60", "-1", "ten", "99999999999999999999")).Append('\n');
        if (_choices.OneIn(4)) _yaml.Append("  activeDeadlineSeconds: ").Append(_choices.Of("30", "3600", "x")).Append('\n');
        if (_choices.OneIn(4)) _yaml.Append("  shareProcessNamespace: true\n");
        if (_choices.OneIn(4)) _yaml.Append("  automountServiceAccountToken: false\n");
        _yaml.Append("  volumes: ").Append(_choices.Of(
            "[{name: graveyard, emptyDir: {}}, {name: kubexit, emptyDir: {}}]",
            "[{name: graveyard, persistentVolumeClaim: {claimName: x}}]", "[]", "no", "[{}, x, {name: [1]}]")).Append('\n');
        WriteContainers("initContainers", _choices.Below(3));
        WriteContainers("containers", 1 + _choices.Below(4));
    }

    private void WriteContainers(string field, int count)
    {
        if (count == 0) return;
        _yaml.Append("  ").Append(field).Append(":\n");
        for (var i = 0; i < count; i++) WriteContainer(Names[_choices.OneIn(6) ? 0 : i % Names.Length], field == "initContainers");
    }

    private void WriteContainer(string name, bool isInit)
    {
        _yaml.Append("  - name: ").Append(name).Append('\n');
        _yaml.Append("    image: ").Append(_choices.Of("example/app:1", "busybox", "ghcr.io/kubexit-net/kubexit:0.1.0", "[x]"))
            .Append('\n');
        if (isInit && _choices.OneIn(3)) _yaml.Append("    restartPolicy: Always\n");
        string[]? command = _choices.Of<string[]?>(
            ["/kubexit/kubexit", "serve"], ["kubexit", "--", "sleep", "1"], ["kubexit"], ["kubexit", "setsid", "--fork", "x"],
            ["cp", "/bin/kubexit", "/kubexit/kubexit"],
            ["sh", "-c", "sleep 1; /kubexit/kubexit serve"], ["serve"], null);
        if (command is not null) _yaml.Append("    command: ").Append(JsonSerializer.Serialize(command)).Append('\n');
        if (_choices.OneIn(3)) _yaml.Append("    livenessProbe: {periodSeconds: ").Append(_choices.Of("5", "x", "-3")).Append("}\n");
        if (_choices.OneIn(4)) _yaml.Append("    lifecycle: {preStop: ").Append(
            _choices.Of("{sleep: {seconds: 20}}", "{exec: {command: [sleep, \"15\"]}}", "x")).Append("}\n");
        _yaml.Append("    volumeMounts: ").Append(_choices.Of(
            "[{name: graveyard, mountPath: /graveyard}, {name: kubexit, mountPath: /kubexit}]",
            "[{name: kubexit, mountPath: /kubexit, readOnly: true}]",
            "[{name: graveyard, mountPath: /run/graveyard, subPath: x}]", "[{name: graveyard, mountPath: /}]", "[{}]", "x")).Append('\n');
        var (variables, unknown) = WriteVariables(name);

        // What an image's entry point or a script makes of the variables is not the wrapper's.
        if (command is [.., _] && Path.GetFileName(command[0]) == "kubexit")
            Wrapped.Add((command[1..] is ["--", .. var rest] ? rest : command[1..], variables, unknown));
    }

    private (Dictionary<string, string> Variables, HashSet<string> Unknown) WriteVariables(string name)
    {
        var (variables, unknown) = (new Dictionary<string, string>(), new HashSet<string>());
        _yaml.Append("    env:\n");
        if (!_choices.OneIn(8)) Add("KUBEXIT_NAME", _choices.Of(name, name, name, "other", "../x", ""));
        for (var count = _choices.Below(7); count > 0; count--)
        {
            var (variable, values) = Variables[_choices.Below(Variables.Length)];
            if (!variables.ContainsKey(variable)) Add(variable, values[_choices.Below(values.Length)]);
        }

        Add("PLAIN", "x");
        return (variables, unknown);

        void Add(string variable, string value)
        {
            variables[variable] = value;
            if (_choices.OneIn(6))
            {
                unknown.Add(variable);
                _yaml.Append("    - {name: ").Append(variable).Append(", valueFrom: {configMapKeyRef: {name: x, key: y}}}\n");
                return;
            }

            _yaml.Append("    - {name: ").Append(variable).Append(", value: ").Append(JsonSerializer.Serialize(value)).Append("}\n");
        }
    }
}
