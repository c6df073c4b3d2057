using System.Text;
using Kubexit.Platform;
using YamlDotNet.RepresentationModel;

namespace Kubexit.Kubernetes;

/// <summary>A mapping in a kubeconfig, together with the file it is from: relative paths in it start there.</summary>
internal sealed class KubeconfigNode(YamlMappingNode mapping, string file)
{
    private const int MaxPemBytes = 1024 * 1024;

    public string File => file;

    /// <exception cref="YamlDotNet.Core.YamlException">The text is not YAML.</exception>
    public static KubeconfigNode Parse(string yaml, string file)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(yaml));
        var root = stream.Documents.Count > 0 ? stream.Documents[0].RootNode as YamlMappingNode : null;
        return new(root ?? new YamlMappingNode(), file);
    }

    public bool Has(string key) => Get(key) is not null;

    public string? Text(string key) => (Get(key) as YamlScalarNode)?.Value;

    public KubeconfigNode? Child(string key) => Get(key) is YamlMappingNode child ? new(child, file) : null;

    public IEnumerable<KubeconfigNode> Items(string key) =>
        (Get(key) as YamlSequenceNode)?.Children.OfType<YamlMappingNode>().Select(item => new KubeconfigNode(item, file)) ?? [];

    public string Resolve(string path) => Path.Combine(Path.GetDirectoryName(Path.GetFullPath(file)) ?? "/", path);

    /// <summary>The value of <c>KEY-data</c> (base64), else the contents of the file <c>KEY</c>, else <see langword="null"/>.</summary>
    public string? Pem(string key)
    {
        try
        {
            if (Text(key + "-data") is { Length: > 0 } data) return Encoding.ASCII.GetString(Convert.FromBase64String(data));
            return Text(key) is { Length: > 0 } path ? SmallFile.ReadText(Resolve(path), MaxPemBytes) : null;
        }
        catch (Exception e) when (e is FormatException or IOException)
        {
            var cause = e is FormatException ? $"{key}-data is not base64" : e.Message.TrimEnd('.');
            throw Kubeconfig.Invalid(file, cause, "Correct it");
        }
    }

    private YamlNode? Get(string key) => mapping.Children.TryGetValue(new YamlScalarNode(key), out var value) ? value : null;
}
