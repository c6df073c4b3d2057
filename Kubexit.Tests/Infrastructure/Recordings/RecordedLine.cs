using System.Text.Json.Nodes;

namespace Kubexit.Tests.Recordings;

/// <summary>One line of a recording.</summary>
/// <param name="At">Seconds since it began; of a request: when it was sent.</param>
internal abstract record RecordedLine(double At);

/// <summary>A request and its answer. A watch that was opened has <see cref="Verb"/> <c>WATCH</c> and no body.</summary>
internal sealed record RecordedExchange(double At, JsonObject Json) : RecordedLine(At)
{
    public string Verb => (string)Json["verb"]!;

    public string Path => (string)Json["path"]!;

    public int Status => (int)Json["status"]!;

    public JsonObject? Request => Json["request"] as JsonObject;

    public string? ContentType => (string?)Json["contentType"];

    /// <summary>An object, or the text that it was.</summary>
    public JsonNode? Body => Json["body"];

    public JsonObject? Headers => Json["headers"] as JsonObject;

    /// <summary>Only what matters of the body was kept.</summary>
    public bool IsShortened => (bool?)Json["bodyShortened"] ?? false;

    public double? Took => (double?)Json["took"];

    /// <summary>The service account that asked, in recordings about rights.</summary>
    public string? User => (string?)Json["as"];

    /// <summary>The name of the stream, in recordings that have several.</summary>
    public string Watch => (string?)Json["watch"] ?? "";

    /// <summary>Where a whole watch is one line: its events by type and name.</summary>
    public JsonArray? Events => Json["events"] as JsonArray;
}

/// <summary>One event of a watch.</summary>
internal sealed record RecordedEvent(double At, string Watch, string Type, JsonObject Object) : RecordedLine(At);

/// <summary>The end of a watch.</summary>
internal sealed record RecordedEnd(double At, string Watch) : RecordedLine(At);

/// <summary>Anything else: notes, measurements, rules.</summary>
internal sealed record RecordedNote(double At, JsonObject Json) : RecordedLine(At);
