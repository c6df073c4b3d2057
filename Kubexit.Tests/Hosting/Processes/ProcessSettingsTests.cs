using Kubexit.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Kubexit.Tests.Hosting;

/// <summary>Options of helper processes from code and configuration, and what is wrong with them.</summary>
public sealed class ProcessSettingsTests
{
    [Fact]
    public void Options_EveryKey_IsLaidOverTheCode()
    {
        var options = Read(
            o =>
            {
                o.Command = ["never"];
                o.MaxRestarts = 9;
                o.Environment["LEFT"] = "as it is";
                o.Coordination.GracePeriod = TimeSpan.FromSeconds(7);
            },
            ("Command:0", "envoy"), ("Command:1", "-c"), ("WorkingDirectory", "/etc"), ("Environment:MODE", "quiet"),
            ("LogsOutput", "true"), ("RestartPolicy", "onfailure"),
            ("RestartDelay", "200ms"), ("LongestRestartDelay", "00:00:30"), ("MaxRestarts", "5"), ("HostStartsWhen", "born"),
            ("HostStopsWhen", "never"),
            ("ReadinessProbe:TcpSocket", "localhost:9901"), ("BirthDependencies", "db"), ("StopSignal", "INT")).Single();
        Assert.Equal(["envoy", "-c"], options.Command);
        Assert.Equal(("/etc", true, RestartPolicy.OnFailure), (options.WorkingDirectory, options.LogsOutput, options.RestartPolicy));
        Assert.Equal(new() { ["LEFT"] = "as it is", ["MODE"] = "quiet" }, options.Environment.ToDictionary());
        Assert.Equal((0.2, 30, 5), (options.RestartDelay.TotalSeconds, options.LongestRestartDelay.TotalSeconds, options.MaxRestarts));
        Assert.Equal((BirthCondition.Born, (DeathCondition?)null), (options.HostStartsWhen, options.HostStopsWhen));
        Assert.Equal(("envoy", 7, Signal.Int),
            (options.Coordination.Name, options.Coordination.GracePeriod.TotalSeconds, options.Coordination.StopSignal));
        Assert.Equal(new BirthDependency("db"), Assert.Single(options.Coordination.BirthDependencies));
        Assert.NotNull(options.Coordination.ReadinessProbe);
        Assert.Empty(options.Errors);
    }

    [Fact]
    public void Command_AsOneText_IsSplitLikeThatOfAVariable() =>
        Assert.Equal(["envoy", "-c", "a b"], Read(null, ("Command", "envoy -c 'a b'")).Single().Command);

    [Theory]
    [InlineData("RestartPolicy", "sometimes",
        "Cannot use Kubexit:Processes:envoy:RestartPolicy 'sometimes': 'sometimes' is not one of the words allowed here. Write never, "
            + "onfailure or always.")]
    [InlineData("HostStopsWhen", "ready",
        "Cannot use Kubexit:Processes:envoy:HostStopsWhen 'ready': it is not one of the words allowed here. Write died, succeeded, "
            + "failed or never.")]
    [InlineData("MaxRestarts", "0",
        "Cannot use Kubexit:Processes:envoy:MaxRestarts '0': it is not an integer of 1 or greater. Write for example '1'.")]
    [InlineData("LongestRestartDelay", "0",
        "Cannot use Kubexit:Processes:envoy:LongestRestartDelay '0': it is shorter than 1ms. Write at least '1ms'.")]
    [InlineData("Command", "'",
        "Cannot use Kubexit:Processes:envoy:Command: the quote ' at position 1 is not closed. Close it, or write \\' for the character "
            + "itself.")]
    public void Value_Wrong_IsAnErrorThatNamesTheKey(string key, string value, string error) =>
        Assert.Equal(error, Assert.Single(Read(o => o.Command = ["envoy"], (key, value)).Single().Errors));

    [Fact]
    public void Code_Throws_TheOthersAreReportedToo() => Assert.Equal(
        [
            "Cannot use option MaxRestarts of process 'envoy': MaxRestarts ('0') must be greater than or equal to '1'. Correct it in the "
                + "code.",
            "Cannot use Kubexit:Processes:envoy:MaxRestarts 'x': it is not an integer of 1 or greater. Write for example '1'.",
            "Kubexit:Processes:envoy:Command is required. Set it to the command of the process, in the code or there.",
        ],
        Read(o => o.MaxRestarts = 0, ("MaxRestarts", "x")).Single().Errors);

    [Fact]
    public void Keys_Unknown_AreWarnings()
    {
        var provider = Provider(o => o.Command = ["envoy"], ("RestartPolice", "never"), ("GraveyardPath", "/elsewhere"));
        var warnings = provider.GetRequiredService<ProcessPlan>().Warnings.ToArray();
        Assert.Contains("Kubexit:Processes:envoy:RestartPolice is not a setting of Kubexit and is ignored. Did you mean RestartPolicy?",
            warnings);
        Assert.Contains(warnings,
            warning => warning.StartsWith("Kubexit:Processes:envoy:GraveyardPath is not a setting", StringComparison.Ordinal));
    }

    [Fact]
    public void Process_OnlyInTheConfiguration_IsAWarning()
    {
        var provider = Provider(o => o.Command = ["envoy"]);
        ((IConfigurationRoot)provider.GetRequiredService<IConfiguration>())["Kubexit:Processes:envoi:Command"] = "x";
        Assert.Equal(
            "Kubexit:Processes:envoi is ignored: the application has no such process. Add it by AddSupervisedProcess.",
            Assert.Single(provider.GetRequiredService<ProcessPlan>().Warnings));
    }

    private static IEnumerable<SupervisedProcessOptions> Read(
        Action<SupervisedProcessOptions>? configure, params (string Key, string Value)[] settings) =>
        Provider(configure, settings).GetRequiredService<ProcessPlan>().Processes.Values;

    private static ServiceProvider Provider(Action<SupervisedProcessOptions>? configure, params (string Key, string Value)[] settings)
    {
        var services = new ServiceCollection();
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(
            settings.Select(setting => KeyValuePair.Create($"Kubexit:Processes:envoy:{setting.Key}", (string?)setting.Value))).Build();
        services.AddSingleton<IConfiguration>(configuration).AddLogging().AddSupervisedProcess("envoy", configure);
        return services.BuildServiceProvider();
    }
}
