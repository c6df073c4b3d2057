using Kubexit.Coordination;
using Kubexit.Probes;

namespace Kubexit.Tests.Coordination;

public sealed class CoordinatorRulesTests
{
    [Theory]
    [InlineData(BirthCondition.Died, DeathCondition.Died, true)]
    [InlineData(BirthCondition.Succeeded, DeathCondition.Died, true)]
    [InlineData(BirthCondition.Succeeded, DeathCondition.Succeeded, true)]
    [InlineData(BirthCondition.Died, DeathCondition.Failed, false)]
    [InlineData(BirthCondition.Died, DeathCondition.Succeeded, false)]
    [InlineData(BirthCondition.Succeeded, DeathCondition.Failed, false)]
    [InlineData(BirthCondition.Ready, DeathCondition.Died, false)]
    [InlineData(BirthCondition.Born, DeathCondition.Failed, false)]
    public void Check_BirthAndDeathOnTheSameName_B9_OnlyContradictionsAreErrors(BirthCondition birth, DeathCondition death, bool isError)
    {
        var errors = Check(new() { Name = "app", BirthDependencies = [new("x", birth)], DeathDependencies = [new("x", death)] });
        if (!isError) Assert.Empty(errors);
        else Assert.Contains("in BirthDependencies starts the process only when that has happened", Assert.Single(errors));
    }

    [Fact]
    public void Check_Duplicate_B9_IsAnError() => Assert.Equal(
        "Cannot use entry 'x' of BirthDependencies: it is in the list more than once. Keep one entry for each name.",
        Assert.Single(Check(new() { Name = "app", BirthDependencies = [new("x"), new("x", BirthCondition.Born)] })));

    [Fact]
    public void Check_SelfDependency_B9_IsAnError() => Assert.Equal(
        "Cannot use entry 'app' of OutliveDependencies: a process cannot depend on itself. Remove it.",
        Assert.Single(Check(new() { Name = "app", OutliveDependencies = ["app"] })));

    [Fact]
    public void Check_DefaultStructInList_IsAnErrorAndNoCrash() => Assert.Equal(
        "Cannot use entry '' of DeathDependencies: the name is empty. Write a name.",
        Assert.Single(Check(new() { Name = "app", DeathDependencies = [default] })));

    [Fact]
    public void Check_NoName_IsAnError() => Assert.StartsWith("Name is required", Assert.Single(Check(new())));

    [Fact]
    public void Check_KubernetesWithoutPod_NamesBothMissingOptions() => Assert.Collection(
        Check(new() { Name = "app", BirthSource = BirthSource.Kubernetes }),
        error => Assert.Contains("PodName is not set. Set it from the field metadata.name", error),
        error => Assert.Contains("Namespace is not set. Set it from the field metadata.namespace", error));

    [Fact]
    public void Options_OutOfRange_ThrowWithThePropertysName()
    {
        var options = new CoordinatorOptions();
        Assert.Equal("BirthTimeout",
            Assert.Throws<ArgumentOutOfRangeException>(() => options.BirthTimeout = TimeSpan.FromTicks(-1)).ParamName);
        Assert.Throws<ArgumentOutOfRangeException>(() => options.GracePeriod = TimeSpan.FromHours(1000) + TimeSpan.FromTicks(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => options.TerminationDeadline = TimeSpan.Zero);
        Assert.Throws<ArgumentException>(() => options.StopSignal = default);
        Assert.Throws<ArgumentOutOfRangeException>(() => new ReadinessProbeOptions(new ProbeTarget.File("/")).SuccessThreshold = 0);
    }

    private static IEnumerable<string> Check(CoordinatorOptions options) => new CoordinatorRules(options, property => property).Check();
}
