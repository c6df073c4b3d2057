using System.Text.Json;
using Kubexit.Lint.Rules;

namespace Kubexit.Lint.Output;

/// <summary>For programs: one object.</summary>
internal static class JsonReport
{
    public static string Write(Report report) => JsonText.Write(json =>
    {
        json.WriteStartObject();
        json.WriteStartArray("findings");
        foreach (var finding in report.Findings) Write(json, finding);
        json.WriteEndArray();
        json.WriteStartArray("problems");
        foreach (var problem in report.Problems) json.WriteStringValue(problem);
        json.WriteEndArray();
        json.WriteNumber("pods", report.Pods);
        json.WriteEndObject();
    });

    private static void Write(Utf8JsonWriter json, Finding finding)
    {
        json.WriteStartObject();
        json.WriteString("rule", finding.Rule.Id);
        json.WriteString("severity", TextReport.Word(finding.Severity));
        json.WriteString("message", finding.Message);
        json.WriteString("remedy", finding.Remedy);
        json.WriteString("page", finding.Rule.Page);
        json.WriteString("file", finding.Span.File.Path);
        json.WriteNumber("line", finding.Span.Line);
        json.WriteNumber("column", finding.Span.Column);
        json.WriteNumber("length", finding.Span.Length);
        json.WriteString("kind", finding.Pod.Kind);
        json.WriteString("name", finding.Pod.Name);
        if (finding.Pod.Namespace is { } space) json.WriteString("namespace", space);
        if (finding.Container is { } container) json.WriteString("container", container.Name);
        json.WriteEndObject();
    }
}
