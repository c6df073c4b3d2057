using System.Text.Json.Serialization;

namespace Kubexit.Kubernetes;

/// <summary>Reads and writes the objects of the API without reflection: the command is a native binary.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(AnyObject))]
[JsonSerializable(typeof(ClusterObject))]
[JsonSerializable(typeof(ObjectList<ClusterObject>), TypeInfoPropertyName = "ClusterObjectList")]
[JsonSerializable(typeof(ObjectList<Pod>), TypeInfoPropertyName = "PodList")]
[JsonSerializable(typeof(Pod))]
[JsonSerializable(typeof(Status))]
internal sealed partial class KubernetesJson : JsonSerializerContext;
