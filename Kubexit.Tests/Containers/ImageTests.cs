using Kubexit.Tests.Infrastructure;

namespace Kubexit.Tests.Containers;

/// <summary>The image that the Dockerfile's last stage makes.</summary>
public sealed class ImageTests(SharedContainerEngine containers)
{
    [Theory]
    [InlineData("/bin/kubexit")]
    [InlineData("/usr/local/bin/kubexit")]
    [InlineData("kubexit")]
    public async Task Name_InTheImage_IsTheProgram(string name)
    {
        var engine = await containers.EngineAsync();
        Assert.StartsWith("kubexit ",
            await engine.RunAsync("run", "--rm", "--network=none", "--entrypoint", name, TestImages.Kubexit, "version"),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_OfTheOneFile_AreStoredOnce()
    {
        var engine = await containers.EngineAsync();
        var size = long.Parse(await engine.RunAsync("image", "inspect", "--format", "{{.Size}}", TestImages.Kubexit),
            System.Globalization.CultureInfo.InvariantCulture);
        Assert.True(size < new FileInfo(KubexitBinary.Path).Length * 3 / 2, $"The image has {size} bytes.");
    }

    [Fact]
    public async Task Cp_OfAnythingElse_IsOneClearError()
    {
        var engine = await containers.EngineAsync();
        var result = await engine.TryAsync(
            "run", "--rm", "--network=none", "--entrypoint", "cp", TestImages.Kubexit, "/etc/hosts", "/tmp/hosts");
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("copies only itself", result.Errors, StringComparison.Ordinal);
    }
}
