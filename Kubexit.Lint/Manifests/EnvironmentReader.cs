using Kubexit.Lint.Reading;
using YamlDotNet.RepresentationModel;

namespace Kubexit.Lint.Manifests;

/// <summary>Reads the variables of a container. What the manifest does not tell stays unknown.</summary>
internal static class EnvironmentReader
{
    public static Dictionary<string, EnvironmentVariable> OfContainer(SourceFile file, YamlNode container)
    {
        var variables = new Dictionary<string, EnvironmentVariable>();
        var hasMore = container.Get("envFrom").Items().Any();
        foreach (var entry in container.Get("env").Items())
        {
            if (entry.Get("name").Text() is not { Length: > 0 } name) continue;
            var source = entry.Get("valueFrom");
            var value = entry.Get("value");
            variables[name] = new()
            {
                Name = name,
                Value = source is not null ? null : References.Expand(value.Text() ?? "", variables, hasMore),
                IsSet = source is null ? value.Text() is { Length: > 0 } : IsSurelySet(source),
                FieldPath = source.Get("fieldRef", "fieldPath").Text(),
                Span = SourceSpan.Of(file, (source is null ? value : entry.Get("name")) ?? entry.Get("name") ?? entry),
            };
        }

        return variables;
    }

    /// <summary>
    /// Of a Compose service: a mapping, or a list of <c>NAME=value</c>. A name alone is taken from the shell of whoever starts it.
    /// </summary>
    public static Dictionary<string, EnvironmentVariable> OfService(SourceFile file, YamlNode service)
    {
        var variables = new Dictionary<string, EnvironmentVariable>();
        foreach (var (key, value) in service.Get("environment").Pairs()) Add(key.Text(), value.Text(), value.Text() is null ? key : value);
        foreach (var entry in service.Get("environment").Items())
        {
            var text = entry.Text() ?? "";
            var at = text.IndexOf('=');
            Add(at < 0 ? text : text[..at], at < 0 ? null : text[(at + 1)..], entry);
        }

        return variables;

        void Add(string? name, string? value, YamlNode node)
        {
            if (string.IsNullOrEmpty(name)) return;
            var known = value is null ? null : References.Interpolate(value);
            variables[name] = new() { Name = name, Value = known, IsSet = known is { Length: > 0 }, Span = SourceSpan.Of(file, node) };
        }
    }

    /// <summary>Fields that every pod has. Labels, annotations, secrets and config maps may be missing or empty.</summary>
    private static bool IsSurelySet(YamlNode source) => source.Get("fieldRef", "fieldPath").Text()
        is "metadata.name" or "metadata.namespace" or "metadata.uid" or "spec.nodeName" or "spec.serviceAccountName" or "status.podIP"
            or "status.hostIP";
}
