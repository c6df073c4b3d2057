using System.Text.Json.Nodes;

namespace Kubexit.Tests.KubernetesApi;

/// <summary>What is wrong with one field of an object.</summary>
internal sealed record FieldFault(string Reason, string Field, string Message)
{
    public static FieldFault InvalidValue(string field, string value, string why) =>
        new("FieldValueInvalid", field, $"Invalid value: \"{value}\": {why}");

    public override string ToString() => $"{Field}: {Message}";

    public JsonObject ToCause() => new() { ["reason"] = Reason, ["message"] = Message, ["field"] = Field };
}
