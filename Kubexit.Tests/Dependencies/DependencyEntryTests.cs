using Kubexit.Dependencies;

namespace Kubexit.Tests.Dependencies;

public sealed class DependencyEntryTests
{
    [Theory]
    [InlineData("redis", "redis", BirthCondition.Ready, false)]
    [InlineData("redis?", "redis", BirthCondition.Ready, true)]
    [InlineData("redis:born", "redis", BirthCondition.Born, false)]
    [InlineData("redis ? : SUCCEEDED", "redis", BirthCondition.Succeeded, true)]
    [InlineData("redis?:died", "redis", BirthCondition.Died, true)]
    public void ParseBirth_Entry_IsRead(string entry, string name, BirthCondition condition, bool optional) =>
        Assert.Equal(new BirthDependency(name, condition, optional), DependencyEntry.ParseBirth(entry).Value);

    [Theory]
    [InlineData("redis", DeathCondition.Died)]
    [InlineData("redis:succeeded", DeathCondition.Succeeded)]
    [InlineData("redis:failed", DeathCondition.Failed)]
    public void ParseDeath_Entry_IsRead(string entry, DeathCondition condition) =>
        Assert.Equal(new DeathDependency("redis", condition), DependencyEntry.ParseDeath(entry).Value);

    [Fact]
    public void ParseOutlive_Entry_IsRead() => Assert.Equal("app", DependencyEntry.ParseOutlive("app?").Value);

    [Theory]
    [InlineData("redis:failed", "'failed' is not one of the words allowed here. Write ready, born, succeeded or died")]
    [InlineData("redis:", "'' is not one of the words")]
    [InlineData("redis:0", "'0' is not one of the words")]
    [InlineData("redis:ready:born", "'ready:born' is not one of the words")]
    [InlineData("?", "the name is empty")]
    [InlineData(":ready", "the name is empty")]
    [InlineData("../x", "a name is one segment of a path")]
    public void ParseBirth_Mistake_SaysWhatIsWrong(string entry, string problem) =>
        Assert.StartsWith(problem, DependencyEntry.ParseBirth(entry).Problem);

    [Fact]
    public void ParseOutlive_Condition_IsRefused() =>
        Assert.StartsWith("an outlive dependency takes no condition", DependencyEntry.ParseOutlive("a:died").Problem);

    [Theory]
    [InlineData("redis:ready")]
    [InlineData("redis?:died")]
    public void ToString_Dependency_CanBeReadAgain(string entry) => Assert.Equal(entry, DependencyEntry.ParseBirth(entry).Value.ToString());
}
