using Kubexit.Kubernetes;

namespace Kubexit.Tests.Kubernetes;

public sealed class LimitedStreamTests
{
    [Theory]
    [InlineData(100)]
    [InlineData(99)]
    public async Task ReadAsync_UpToTheLimit_IsTheStream(int length)
    {
        await using var stream = new LimitedStream(new MemoryStream(new byte[length]), 100);
        using var copy = new MemoryStream();
        await stream.CopyToAsync(copy, TestContext.Current.CancellationToken);
        Assert.Equal(length, copy.Length);
    }

    [Fact]
    public async Task ReadAsync_OneByteMore_IsRefusedAndNotKept()
    {
        await using var stream = new LimitedStream(new MemoryStream(new byte[101]), 100);
        var e = await Assert.ThrowsAsync<IOException>(() => stream.CopyToAsync(Stream.Null, TestContext.Current.CancellationToken));
        Assert.Equal("the answer is longer than 100 bytes", e.Message);
    }
}
