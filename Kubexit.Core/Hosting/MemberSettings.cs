using Kubexit.Configuration;
using Kubexit.Coordination;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Kubexit.Hosting;

/// <summary>Lays configuration over what the code says, and finds everything that is wrong with the outcome.</summary>
internal sealed class MemberSettings(
    IConfiguration? configuration = null, IHostEnvironment? environment = null, ProcessPlan? processes = null,
    MemberVariables? given = null)
    : IPostConfigureOptions<KubexitMemberOptions>, IValidateOptions<KubexitMemberOptions>
{
    private EnvironmentSettings? _settings;

    public IReadOnlyList<string> Warnings => _settings?.Warnings ?? [];

    /// <summary>The options in which the errors are, when a death by the errors can be recorded.</summary>
    public CoordinatorOptions? Grave => _settings is { CanRecordDeath: true } settings ? settings.Options : null;

    public void PostConfigure(string? name, KubexitMemberOptions options)
    {
        if (name != Options.DefaultName) return;
        var process = (given ?? MemberVariables.OfProcess()).All;
        var variables = new ConfigurationVariables(configuration, process.GetValueOrDefault);
        var reader = new SettingsReader(variables.Lookup, variables.Word);
        options.Enabled = reader.Value("KUBEXIT_ENABLED", options.Enabled, text => SettingValue.Flag(text).Select<bool?>(flag => flag));
        options.ServeAfterStop = reader.Duration("KUBEXIT_SERVE_AFTER_STOP", options.ServeAfterStop);
        var isDevelopment = environment?.IsDevelopment() == true;

        // Applications that somebody starts by hand, or an IDE does, find each other.
        if (isDevelopment && !options.HasGraveyard)
            options.Coordinated.GraveyardPath = Path.Combine(Path.GetTempPath(), "kubexit-graveyard");
        var settings = EnvironmentSettings.ReadInto(options.Coordinated, reader, allowsOwnKinds: true);
        options.IsOn = options.Enabled ?? !(isDevelopment && options.Name.Length == 0);
        _settings = settings with
        {
            Errors = [.. options.Errors, .. settings.Errors, .. processes?.Check(options) ?? []],
            Warnings =
            [
                .. settings.Warnings,
                .. UnknownVariables.Warn(process.Keys, reader.Known),
                .. UnknownVariables.WarnKeys(
                    ConfigurationVariables.SectionName, variables.Keys,
                    reader.Known.SelectMany(ConfigurationVariables.KeysOf).Append(ProcessSettings.Section).ToHashSet()),
            ],
        };
    }

    /// <exception cref="ConfigurationException">There are errors: better one exception that says them all than one of another
    /// family.</exception>
    public ValidateOptionsResult Validate(string? name, KubexitMemberOptions options)
    {
        if (name == Options.DefaultName && options.IsOn) _settings?.ThrowIfInvalid();
        return ValidateOptionsResult.Success;
    }
}
