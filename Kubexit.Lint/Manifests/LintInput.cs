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

    /// <param name="files">The texts.</param>
    /// <param name="problems">What is wrong already.</param>
    public static LintInput Parse(IEnumerable<SourceFile> files, IEnumerable<string>? problems = null)
    {
        var (manifests, pods, allProblems) = (new List<Manifest>(), new List<PodSpec>(), new List<string>(problems ?? []));
        foreach (var file in files)
        {
            var (documents, problem) = YamlText.Read(file);
            if (problem is not null) allProblems.Add(problem);
            foreach (var document in documents) ManifestReader.Read(file, document, manifests, pods);
        }

        return new(manifests, pods, allProblems);
    }
}
