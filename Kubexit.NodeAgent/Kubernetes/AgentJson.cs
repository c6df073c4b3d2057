using System.Text.Json.Serialization;
using Kubexit.Kubernetes;

namespace Kubexit.NodeAgent;

/// <summary>The objects that only the node agent sends or reads, as JSON.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(AccessReview))]
[JsonSerializable(typeof(CoreEvent))]
[JsonSerializable(typeof(ObjectList<VolumeAttachment>), TypeInfoPropertyName = "VolumeAttachmentList")]
[JsonSerializable(typeof(DeleteOptions))]
[JsonSerializable(typeof(Eviction))]
[JsonSerializable(typeof(Node))]
[JsonSerializable(typeof(NodePod))]
[JsonSerializable(typeof(ObjectList<Node>), TypeInfoPropertyName = "NodeList")]
[JsonSerializable(typeof(ObjectList<NodePod>), TypeInfoPropertyName = "NodePodList")]
[JsonSerializable(typeof(Taint))]
internal sealed partial class AgentJson : JsonSerializerContext;
