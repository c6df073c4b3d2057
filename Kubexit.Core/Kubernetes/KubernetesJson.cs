using System.Text.Json.Serialization;

namespace Kubexit.Kubernetes;

/// <summary>Reads and writes the objects of the API without reflection: the command is a native binary.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(AnyObject))]
[JsonSerializable(typeof(CoreEvent))]
[JsonSerializable(typeof(DeleteOptions))]
[JsonSerializable(typeof(Eviction))]
[JsonSerializable(typeof(Node))]
[JsonSerializable(typeof(ObjectList<Node>), TypeInfoPropertyName = "NodeList")]
[JsonSerializable(typeof(ObjectList<Pod>), TypeInfoPropertyName = "PodList")]
[JsonSerializable(typeof(Pod))]
[JsonSerializable(typeof(Status))]
[JsonSerializable(typeof(Taint))]
internal sealed partial class KubernetesJson : JsonSerializerContext;
