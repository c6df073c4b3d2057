using System.Net;
using System.Text;
using System.Text.Json;
using Kubexit.Kubernetes;

namespace Kubexit.Tests.Kubernetes;

public sealed class WatchLineTests
{
    [Theory]
    [InlineData("""{"type":"ADDED","object":{"metadata":{"name":"p"}}}""")]
    [InlineData("""{"object":{"metadata":{"name":"p"}},"later":[{"type":"ERROR"}],"type":"ADDED"}""")]
    public void Parse_Event_FindsTypeAndObjectInAnyOrder(string line)
    {
        var parsed = Parse(line);
        Assert.Equal(WatchEventType.Added, parsed.Type);
        Assert.Equal("p", parsed.Object.Metadata!.Name);
    }

    [Fact]
    public void Parse_Error_ThrowsTheStatusInIt()
    {
        var error = Assert.Throws<KubernetesApiException>(() => Parse(
            """
                {"type":"ERROR","object":{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure",
                "message":"too old resource version: 1 (2)","reason":"Expired","code":410}}
                """));
        Assert.Equal(HttpStatusCode.Gone, error.StatusCode);
        Assert.Equal("Expired", error.StatusReason);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"type":"ADDED"}""")]
    [InlineData("""{"type":"ADDED","object":null}""")]
    [InlineData("""{"type":"ADDED","object":{"metadata":5}}""")]
    [InlineData("""{"type":"INVENTED","object":{}}""")]
    [InlineData("""{"type":7,"object":{}}""")]
    [InlineData("""{"type":"ADDED","object":{""")]
    [InlineData("<html>")]
    public void Parse_NotAnEvent_Throws(string line) => Assert.ThrowsAny<JsonException>(() => Parse(line));

    private static WatchEvent<Pod> Parse(string line) => WatchLine.Parse(Encoding.UTF8.GetBytes(line), KubernetesJson.Default.Pod);
}
