using Kubexit.Coordination;
using Kubexit.Dependencies;

namespace Kubexit.Tests.Dependencies;

public sealed class ObjectNameTests
{
    [Theory]
    [InlineData("job/migrate", "Job", null, "migrate")]
    [InlineData("statefulset/data/db", "StatefulSet", "data", "db")]
    [InlineData("pod/web.1", "Pod", null, "web.1")]
    public void Parse_KindAndName_IsTakenApart(string text, string kind, string? space, string name) =>
        Assert.Equal(new ObjectName(Enum.Parse<ObjectKind>(kind), space, name), ObjectName.Parse(text).Value);

    [Theory]
    [InlineData("jobs/migrate", "'jobs' is not a kind of object")]
    [InlineData("1/migrate", "'1' is not a kind of object")]
    [InlineData("job/a/b/c", "too many '/'")]
    [InlineData("job/Migrate", "'Migrate' is not a valid object name")]
    [InlineData("job/../migrate", "'..' is not a valid namespace")]
    [InlineData("job/a.b/migrate", "'a.b' is not a valid namespace")]
    [InlineData("job/a&x=y", "'a&x=y' is not a valid object name")]
    [InlineData("job/", "'' is not a valid object name")]
    public void Parse_AnythingElse_SaysWhatIsWrong(string text, string problem) => Assert.Contains(problem, ObjectName.Parse(text).Problem);

    [Theory]
    [InlineData("job/migrate", "job/migrate:succeeded")]
    [InlineData("job/ops/migrate?", "job/ops/migrate?:succeeded")]
    [InlineData("job/migrate:ready", "job/migrate:ready")]
    [InlineData("service/db", "service/db:ready")]
    [InlineData("migrate", "migrate:ready")]
    public void ParseBirth_WithoutACondition_HasTheOneOfItsKind(string entry, string expected) =>
        Assert.Equal(expected, DependencyEntry.ParseBirth(entry).Value.ToString());

    [Theory]
    [InlineData("service/db:born", null, null, "a service can only be ready")]
    [InlineData("deployment/web:succeeded", null, null, "a deployment never ends by itself")]
    [InlineData(null, "service/db", null, "a service does not die")]
    [InlineData(null, "daemonset/agent:failed", null, "a daemonset never ends by itself")]
    [InlineData(null, null, "job/x", "only neighbours in the graveyard can be outlived")]
    [InlineData("row/orders", null, null, "'row' is not a kind of object")]
    [InlineData("job/x:succeeded", "job/x", null, "starts the process only when that has happened")]
    public void Check_WhatAnObjectCannotDo_IsAnErrorWithTheRemedy(string? birth, string? death, string? outlive, string problem)
    {
        var options = new CoordinatorOptions { Name = "app" };
        if (birth is not null) options.BirthDependencies = [DependencyEntry.ParseBirth(birth).Value];
        if (death is not null) options.DeathDependencies = [DependencyEntry.ParseDeath(death).Value];
        if (outlive is not null) options.OutliveDependencies = [outlive];
        Assert.Contains(problem, Assert.Single(new CoordinatorRules(options, word => word).Check()));
    }

    [Fact]
    public void Check_KindOfTheApplicationsOwn_IsAllowedWhereSomebodyMayTellOfIt()
    {
        var options = new CoordinatorOptions { Name = "app", BirthDependencies = [new("row/orders")] };
        Assert.Empty(new CoordinatorRules(options, word => word, allowsOwnKinds: true).Check());
    }
}
