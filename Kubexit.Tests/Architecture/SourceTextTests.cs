using Kubexit.Tests.Infrastructure;

namespace Kubexit.Tests.Architecture;

public sealed class SourceTextTests
{
    private const int Longest = 140;

    private static readonly string[] NotOurs = ["bin", "obj", "artifacts", ".git"];

    [Fact]
    public void Lines_OfEverySource_FitTheWidth()
    {
        var lines = from file in Sources(new DirectoryInfo(Repository.Root))
                    from line in File.ReadLines(file.FullName).Select((text, index) => (text, number: index + 1))
                    where line.text.Length > Longest
                    select $"{Path.GetRelativePath(Repository.Root, file.FullName)}:{line.number} has {line.text.Length} columns";
        Assert.Empty(lines);
    }

    private static IEnumerable<FileInfo> Sources(DirectoryInfo folder) => folder.EnumerateFiles("*.cs").Concat(
        folder.EnumerateDirectories().Where(inner => !NotOurs.Contains(inner.Name) && inner.LinkTarget is null).SelectMany(Sources));
}
