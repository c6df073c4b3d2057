using Kubexit.Lint.Reading;

namespace Kubexit.Lint.Manifests;

/// <summary>Everything that was read.</summary>
/// <param name="Manifests">Every object of the cluster.</param>
/// <param name="Pods">Every pod that one of them is or makes, and every Compose file.</param>
/// <param name="Problems">One sentence for each file that could not be read.</param>
internal sealed record LintInput(IReadOnlyList<Manifest> Manifests, IReadOnlyList<PodSpec> Pods, IReadOnlyList<string> Problems)
{
    /// <param name="paths">Files, folders, and <c>-</c> for standard input.</param>
    public static LintInput Read(IEnumerable<string> paths)
    {
        var (files, problems) = InputFiles.Read(paths);
        return Parse(files, problems);
    }

    /// <summary>Every file by itself, on all processors: nearly all of the time goes into reading YAML.</summary>
    /// <param name="files">The texts.</param>
    /// <param name="problems">What is wrong already.</param>
    public static LintInput Parse(IReadOnlyList<SourceFile> files, IReadOnlyList<string>? problems = null)
    {
        var read = new LintInput[files.Count];
        Parallel.For(0, files.Count, i => read[i] = Parse(files[i]));
        return new(
            [.. read.SelectMany(one => one.Manifests)],
            [.. read.SelectMany(one => one.Pods)],
            [.. problems ?? [], .. read.SelectMany(one => one.Problems)]);
    }

    private static LintInput Parse(SourceFile file)
    {
        var (manifests, pods) = (new List<Manifest>(), new List<PodSpec>());
        var (documents, problem) = YamlText.Read(file);
        foreach (var document in documents) ManifestReader.Read(file, document, manifests, pods);
        return new(manifests, pods, problem is null ? [] : [problem]);
    }
}
