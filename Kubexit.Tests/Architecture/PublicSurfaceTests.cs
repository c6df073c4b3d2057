namespace Kubexit.Tests.Architecture;

/// <summary>What the packages promise their users is a text that somebody has read: <c>PublicSurface.*.txt</c> in this folder.</summary>
public sealed class PublicSurfaceTests
{
    public static TheoryData<string> Names => [.. ArchitectureTests.Packages.Select(a => a.GetName().Name!)];

    [Theory]
    [MemberData(nameof(Names))]
    public void PublicSurface_IsTheReviewedText(string name)
    {
        var reviewed = Path.GetFullPath($"../../../Architecture/PublicSurface.{name}.txt", AppContext.BaseDirectory);
        var now = PublicSurface.Describe(ArchitectureTests.Packages.Single(a => a.GetName().Name == name));
        var before = File.Exists(reviewed) ? File.ReadAllText(reviewed) : "";
        if (now == before) return;

        // Written beside the output, never over the reviewed text: that takes a person.
        var proposal = Path.Combine(AppContext.BaseDirectory, Path.GetFileName(reviewed));
        File.WriteAllText(proposal, now);
        Assert.Fail($"The public surface has changed:\n{Difference(before, now)}\nIf that is meant: cp {proposal} {reviewed}");
    }

    private static string Difference(string before, string now)
    {
        var (old, current) = (before.Split('\n'), now.Split('\n'));
        return string.Join('\n', old.Except(current).Select(line => $"- {line.Trim()}").Concat(current.Except(old).Select(line => $"+ {line.Trim()}")));
    }
}
