using System.Text.Json.Nodes;
using Kubexit.NodeAgent;

namespace Kubexit.Tests.NodeAgent;

public sealed class WebhookTemplateTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    private static JsonObject Message => new()
    {
        ["text"] = "Node \"a\" ends:\nsoon",
        ["phase"] = "failed",
        ["node"] = "node-1",
        ["kind"] = null,
        ["endsAt"] = new DateTimeOffset(2026, 11, 20, 10, 0, 0, TimeSpan.Zero),
        ["remaining"] = new JsonArray("shop/web", "shop/db"),
    };

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void Render_Generic_IsOurOwnBody() =>
        Assert.Equal(Message.ToJsonString(), WebhookTemplate.Read("generic").Value!.Render(Message));

    [Fact]
    public void Render_Slack_HasTextAndFields()
    {
        var body = JsonNode.Parse(WebhookTemplate.Read("slack").Value!.Render(Message))!;
        Assert.Equal("Node \"a\" ends:\nsoon", (string?)body["text"]);
        Assert.Equal(
            ["node-1", "", "2026-11-20T10:00:00+00:00", "shop/web, shop/db"],
            body["attachments"]![0]!["fields"]!.AsArray().Select(field => (string?)field!["value"]));
    }

    [Fact]
    public void Render_File_NothingThatIsPutInChangesTheShape()
    {
        var body = JsonNode.Parse(Template("""
            {"message": "{{ text }} ({{phase}})", "n": 1, "none": null, "list": ["{{node}}"]}
            """).Render(Message))!;
        Assert.Equal("Node \"a\" ends:\nsoon (failed)", (string?)body["message"]);
        Assert.Equal((1, null, "node-1"), ((int)body["n"]!, body["none"], (string?)body["list"]![0]));
    }

    [Theory]
    [InlineData("""{"a": "{{password}}"}""", "there is no field 'password'")]
    [InlineData("""{"a": """, "Give generic, slack, or a file")]
    [InlineData("null", "it is null")]
    public void Read_BadFile_SaysWhatIsWrong(string text, string problem)
    {
        File.WriteAllText(_file, text);
        Assert.Contains(problem, WebhookTemplate.Read(_file).Problem, StringComparison.Ordinal);
    }

    private WebhookTemplate Template(string text)
    {
        File.WriteAllText(_file, text);
        return WebhookTemplate.Read(_file).Value!;
    }
}
