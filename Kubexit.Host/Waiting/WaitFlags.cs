using System.CommandLine;
using System.Globalization;
using Kubexit.Configuration;
using Kubexit.Coordination;
using Kubexit.Dependencies;
using Kubexit.Kubernetes;
using Kubexit.Probes;

namespace Kubexit.Host;

/// <summary>The flags of <c>kubexit wait</c>. Where the graveyard and the pod are is said by the same variables as for a wrapper.</summary>
internal sealed class WaitFlags
{
    // The sample that this verb replaces has the same limits.
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(60), DefaultPeriod = TimeSpan.FromMilliseconds(500);

    // Not a member of the graveyard: a name that nobody is likely to wait for.
    private const string Nobody = "kubexit wait";

    private readonly Option<BirthDependency[]> _for = Flag.Many("--for", DependencyEntry.ParseBirth);
    private readonly Option<ProbeTarget[]>[] _probes = [.. ProbeKind.All.Select(kind => Flag.Many(kind.Flag, kind.Parse))];
    private readonly Option<int?> _status = Flag.Of("--status", null, ParseStatus);
    private readonly Option<TimeSpan> _timeout = Flag.Of("--timeout", DefaultTimeout, SettingValue.Duration);
    private readonly Option<TimeSpan> _period = Flag.Of("--period", DefaultPeriod, SettingValue.PositiveDuration);
    private readonly Option<TimeSpan> _requestTimeout = Flag.Of("--request-timeout", DefaultPeriod, SettingValue.PositiveDuration);
    private readonly Option<string?> _graveyard =
        Flag.Of<string?>("--graveyard", null, text => SettingValue.Path(text).Select<string?>(p => p));
    private readonly Option<bool> _quiet = Flag.Switch("--quiet");
    private readonly Option<bool> _printRole = Flag.Switch("--print-role");

    public WaitFlags()
    {
        Verb = new Command("wait") { _for, _status, _timeout, _period, _requestTimeout, _graveyard, _quiet, _printRole };
        foreach (var probe in _probes) Verb.Options.Add(probe);
    }

    public Command Verb { get; }

    /// <exception cref="ConfigurationException">Flags or variables are wrong, or there is nothing to wait for.</exception>
    public WaitSettings Read(ParseResult line, SettingsReader variables)
    {
        var options = new CoordinatorOptions { Name = Nobody, BirthDependencies = line.GetValue(_for)! };
        options.GraveyardPath = line.GetValue(_graveyard) ?? variables.Value("KUBEXIT_GRAVEYARD", options.GraveyardPath, SettingValue.Path);
        options.BirthSource = variables.Choice("KUBEXIT_BIRTH_SOURCE", options.BirthSource);
        options.PodName = variables.Text("KUBEXIT_POD_NAME");
        options.Namespace = variables.Text("KUBEXIT_NAMESPACE");
        options.OptionalGrace = variables.Duration("KUBEXIT_OPTIONAL_GRACE", options.OptionalGrace);
        options.RescanInterval = variables.Duration("KUBEXIT_RESCAN_INTERVAL", options.RescanInterval);
        var settings = new WaitSettings
        {
            Options = options,
            Logging = LogSettings.Read(variables),
            Probes = [.. _probes.SelectMany(probe => line.GetValue(probe)!)],
            Status = line.GetValue(_status),
            Timeout = line.GetValue(_timeout),
            Period = line.GetValue(_period),
            RequestTimeout = line.GetValue(_requestTimeout),
            IsQuiet = line.GetValue(_quiet),
            PrintsRole = line.GetValue(_printRole),
            ReadsPods = PodReadiness.IsAskedFor(options),
        };
        // Rights are for any pod of the manifest: none needs to be named.
        if (settings.PrintsRole) options.BirthSource = BirthSource.Graveyard;
        string[] errors = [.. variables.Errors, .. new CoordinatorRules(options, WordFor).Check(), .. Check(settings)];
        return errors.Length == 0 ? settings : throw new ConfigurationException(errors);
    }

    private static IEnumerable<string> Check(WaitSettings settings)
    {
        if (settings.Probes.Count == 0 && settings.Options.BirthDependencies.Count == 0)
            yield return $"Cannot wait: no condition is given. Give at least one of --for, "
                + $"{string.Join(", ", ProbeKind.All.Select(kind => kind.Flag))}.";
        if (settings.PrintsRole && !settings.ReadsPods
            && !DependencyNames.Has(settings.Options.BirthDependencies, d => ObjectName.IsMeantBy(d.Name)))
            yield return "Cannot use --print-role: no condition needs rights. Give for example --for job/migrate, or set "
                + "KUBEXIT_BIRTH_SOURCE=kubernetes.";
        if (settings.Status is not null && !settings.Probes.Any(p => p is ProbeTarget.HttpGet))
            yield return $"Cannot use --status '{settings.Status}': there is no --http-get. Add one, or remove --status.";
    }

    private static string WordFor(string property) =>
        property == nameof(CoordinatorOptions.BirthDependencies) ? "--for" : OptionNames.VariableOf(property);

    private static Parsed<int?> ParseStatus(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var status) && status is >= 100 and <= 599
            ? Parsed<int?>.Ok(status)
            : Parsed<int?>.Bad("it is not an HTTP status. Write for example '200'");
}
