using Kubexit.Configuration;
using Kubexit.Coordination;
using Kubexit.Hosting;
using Kubexit.Probes;
using Kubexit.Supervision;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Kubexit.Tests.Hosting;

/// <summary>Options from code, from configuration, and what is wrong with them. Variables are tested through real processes.</summary>
public sealed class MemberSettingsTests
{
    [Fact]
    public void Options_CodeAndConfiguration_ConfigurationDecidesAndTheRestStays()
    {
        var options = Read(
            o =>
            {
                o.Name = "app";
                o.GracePeriod = TimeSpan.FromSeconds(7);
                o.BirthTimeout = TimeSpan.FromSeconds(8);
                o.DeathDependencies = [new("job")];
                o.PreStop = new HookOptions(new HookAction.Sleep(TimeSpan.FromSeconds(1)));
            },
            ("GracePeriod", "1m"),
            ("BirthDeps", "db, cache?:born"));
        Assert.Equal("app", options.Name);
        Assert.Equal(TimeSpan.FromMinutes(1), options.GracePeriod);
        Assert.Equal(TimeSpan.FromSeconds(8), options.BirthTimeout);
        Assert.Equal([new("job")], options.DeathDependencies);
        Assert.Equal([new("db"), new("cache", BirthCondition.Born, IsOptional: true)], options.BirthDependencies);
        Assert.NotNull(options.PreStop);
    }

    [Fact]
    public void Options_ListsAndCommandsAsArrays_AreRead()
    {
        var options = Read(
            null, ("Name", "app"), ("BIRTHDEPS:0", "db"), ("birthdeps:1", "cache:born"), ("PreStopExec:0", "sh"),
            ("PreStopExec:1", "say \"good bye\""));
        Assert.Equal([new("db"), new("cache", BirthCondition.Born)], options.BirthDependencies);
        Assert.Equal(["sh", "say \"good bye\""],
            Assert.IsType<ProbeTarget.Exec>(Assert.IsType<HookAction.Ask>(options.PreStop!.Action).Target).Command);
    }

    [Fact]
    public void Options_DetailOfAHookThatTheCodeNames_IsLaidOverIt()
    {
        var options = Read(
            o => (o.Name, o.PreStop) = ("app", new HookOptions(new HookAction.Ask(new ProbeTarget.Exec(["true"])))),
            ("PreStopTimeout", "3s"));
        Assert.Equal(TimeSpan.FromSeconds(3), options.PreStop!.Timeout);
        Assert.IsType<ProbeTarget.Exec>(Assert.IsType<HookAction.Ask>(options.PreStop.Action).Target);
    }

    [Fact]
    public void Options_ManyErrors_AreThrownTogetherInTheUsersWords()
    {
        var errors = Assert.Throws<ConfigurationException>(() => Read(
            null, ("BirthTimeout", "30"), ("DeathDeps:0", "job:gone"), ("DeathDeps:1", "../x"), ("DeathExitCode", "256"))).Errors;
        Assert.Equal(5, errors.Count);
        Assert.StartsWith("Cannot use Kubexit:BirthTimeout '30': the number has no unit.", errors[0], StringComparison.Ordinal);
        Assert.Contains("Cannot use entry 'job:gone' of Kubexit:DeathDeps: ", errors[1], StringComparison.Ordinal);
        Assert.Contains("Cannot use entry '../x' of Kubexit:DeathDeps: ", errors[2], StringComparison.Ordinal);
        Assert.Contains("Kubexit:DeathExitCode '256'", errors[3], StringComparison.Ordinal);
        Assert.Contains("Kubexit:Name", errors[4], StringComparison.Ordinal);
    }

    [Fact]
    public void Warnings_KeyThatMeansNothing_IsNamedWithASuggestion()
    {
        using var provider = Services(o => o.Name = "app", ("BirthDep", "db"));
        _ = provider.GetRequiredService<IOptions<KubexitMemberOptions>>().Value;
        var warnings = provider.GetRequiredService<MemberSettings>().Warnings;
        Assert.Contains("Kubexit:BirthDep is not a setting of Kubexit and is ignored. Did you mean BirthDeps?", warnings);
    }

    [Theory]
    [InlineData("KUBEXIT_NAME", "Name", "Name")]
    [InlineData("KUBEXIT_BIRTH_DEPS", "BirthDependencies", "BirthDeps")]
    [InlineData("KUBEXIT_PRE_STOP_ON_SIGNAL", "PreStopOnSignal", "PreStopOnSignal")]
    [InlineData("KUBEXIT_READINESS_HTTP_GET", "ReadinessProbe:HttpGet", "ReadinessHttpGet")]
    public void KeysOf_Variable_AreThePropertyAndTheVariablesWords(string variable, string path, string alias) =>
        Assert.Equal([path, alias], ConfigurationVariables.KeysOf(variable));

    [Fact]
    public void KeysOf_EveryVariableOfAnOption_LeadsToAPropertyOfThatName()
    {
        var reader = new SettingsReader(_ => null);
        EnvironmentSettings.ReadInto(new CoordinatorOptions(), reader);
        var properties = reader.Known.Where(v => !v.StartsWith("KUBEXIT_LOG", StringComparison.Ordinal) && v != "KUBEXIT_TERMINATION_LOG")
            .Select(v => OptionNames.PathOf(v)?.Split(':')[0]).Distinct().Order();
        Assert.Equal(typeof(CoordinatorOptions).GetProperties().Select(p => p.Name).Order(), properties);
    }

    [Fact]
    public void KubexitMemberOptions_HaveEveryOptionThatIsNotAWrappersOnly()
    {
        var both = typeof(KubexitMemberOptions).GetProperties().Select(p => p.Name).ToHashSet();
        Assert.Equal(
            ["GroupGrace", "SignalGroup", "StopSignal", "Subreaper", "TermExitCode"],
            typeof(CoordinatorOptions).GetProperties().Select(p => p.Name).Except(both).Order());
    }

    [Fact]
    public void Options_KeysArePropertyNames_ReadLikeTheShortOnes()
    {
        var options = Read(
            null, ("Name", "app"), ("BirthDependencies:0", "db"), ("GraveyardPath", "/g"), ("BirthTimeout", "00:00:30"),
            ("GracePeriod", "1.00:00:00"),
            ("OutliveTimeout", "1m30s"), ("ReadinessProbe:TcpSocket", "localhost:8080"), ("ReadinessProbe:Period", "00:00:02"));
        Assert.Equal([new("db")], options.BirthDependencies);
        Assert.Equal("/g", options.GraveyardPath);
        Assert.Equal((TimeSpan.FromSeconds(30), TimeSpan.FromDays(1)), (options.BirthTimeout, options.GracePeriod));
        Assert.Equal(TimeSpan.FromSeconds(90), options.OutliveTimeout);
        Assert.Equal(new ProbeTarget.TcpSocket("localhost", 8080), options.ReadinessProbe!.Target);
        Assert.Equal(TimeSpan.FromSeconds(2), options.ReadinessProbe.Period);
    }

    [Fact]
    public void Warnings_EveryKeyOfTheDocumentation_IsKnown()
    {
        using var provider = Services(
            null, ("Name", "app"), ("BirthDependencies:0", "db"), ("BirthDeps", ""), ("PreStop:Sleep", "1s"), ("PreStopTimeout", "2s"));
        _ = provider.GetRequiredService<IOptions<KubexitMemberOptions>>().Value;
        Assert.DoesNotContain(provider.GetRequiredService<MemberSettings>().Warnings,
            w => w.StartsWith("Kubexit:", StringComparison.Ordinal));
    }

    [Fact]
    public void AddKubexit_CalledTwice_IsOneMemberWithBothConfigurations()
    {
        var services = new ServiceCollection();
        services.AddKubexit(o => o.Name = "app");
        services.AddKubexit(o => o.GracePeriod = TimeSpan.FromSeconds(3)).ReadyOnSignal();
        using var provider = services.BuildServiceProvider();
        var options = provider.GetRequiredService<IOptions<KubexitMemberOptions>>().Value;
        Assert.Equal(("app", TimeSpan.FromSeconds(3)), (options.Name, options.GracePeriod));
        Assert.Single(services, s => s.ServiceType == typeof(IKubexitMember));
        Assert.True(provider.GetRequiredService<MemberReadiness>().IsSignalled);
    }

    private static KubexitMemberOptions Read(Action<KubexitMemberOptions>? code, params (string Key, string Value)[] section)
    {
        using var provider = Services(code, section);
        return provider.GetRequiredService<IOptions<KubexitMemberOptions>>().Value;
    }

    private static ServiceProvider Services(Action<KubexitMemberOptions>? code, params (string Key, string Value)[] section)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(
            new ConfigurationBuilder().AddInMemoryCollection(section.Select(s => KeyValuePair.Create($"Kubexit:{s.Key}", (string?)s.Value)))
                .Build());
        services.AddKubexit(code);
        return services.BuildServiceProvider();
    }
}
