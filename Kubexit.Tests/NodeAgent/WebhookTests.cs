using System.Text.Json.Nodes;
using Kubexit.NodeAgent;
using Kubexit.NodeTermination;
using Kubexit.Tests.NodeTermination;
using Microsoft.AspNetCore.Http;

namespace Kubexit.Tests.NodeAgent;

public sealed class WebhookTests : IAsyncLifetime
{
    private readonly Receiver _receiver = new();
    private Webhook _webhook = null!;

    public async ValueTask InitializeAsync()
    {
        await _receiver.StartAsync();
        _webhook = new Webhook(new Uri(_receiver.Url, "services/secret"), WebhookTemplate.Generic, TimeProvider.System);
    }

    public async ValueTask DisposeAsync()
    {
        _webhook.Dispose();
        await _receiver.DisposeAsync();
    }

    [Fact]
    public async Task Post_Message_ArrivesAsJson()
    {
        Assert.Null(await _webhook.PostAsync(new JsonObject { ["text"] = "hello" }, default));
        Assert.Equal("""{"text":"hello"}""", Assert.Single(_receiver.Bodies));
    }

    [Theory]
    [InlineData(500)]
    [InlineData(0)]
    public async Task Post_Refused_SaysWhyWithoutTheUrl(int status)
    {
        _receiver.Fail(status);
        var cause = await _webhook.PostAsync([], default);
        Assert.NotNull(cause);
        Assert.DoesNotContain("secret", cause);
        Assert.DoesNotContain("127.0.0.1", cause);
    }

    [Fact]
    public async Task Post_NoAnswer_IsGivenUpAfterFiveSeconds()
    {
        _receiver.Fail(-1);
        Assert.Equal("no answer within 5 s", await _webhook.PostAsync([], default).WaitAsync(TimeSpan.FromSeconds(30)));
    }

    private sealed class Receiver : MetadataServer
    {
        public List<string> Bodies { get; } = [];

        protected override async Task AnswerAsync(HttpContext context)
        {
            using var reader = new StreamReader(context.Request.Body);
            Bodies.Add(await reader.ReadToEndAsync());
        }
    }
}
