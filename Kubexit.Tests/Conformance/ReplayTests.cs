using Kubexit.Tests.Infrastructure;
using Kubexit.Tests.Recordings;

namespace Kubexit.Tests.Conformance;

/// <summary>Recordings played to the real product, as <c>Kubexit.Tests replay</c> does.</summary>
public sealed class ReplayTests : IDisposable
{
    private const string Pod =
        """{"kind":"Pod","apiVersion":"v1","metadata":{"name":"p","namespace":"n","uid":"u","resourceVersion":"7"}"""
        + """, "spec":{"containers":[{"name":"a"}]},"status":{"phase":"Running" """
        + """, "containerStatuses":[{"name":"a","ready":READY,"state":{"running":{}}}]}}""";

    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Theory]
    [InlineData("pod/two-containers-restart", "pod/two: 'db' is ready", "pod/two: 'app' is ready", "left alone: has finished")]
    [InlineData("pod/native-sidecar", "pod/side: 'init' is ready", "pod/side: 'proxy' is ready",
        "pod/side: 'main' is ready")]
    [InlineData("watch/expired-410", "ERROR The Kubernetes API server replied 410 (Expired): too old resource version: 5 (11919)")]
    [InlineData("eviction/eviction", "an eviction: Budget", "an eviction: SeveralBudgets", "again after 10 s; an eviction: Budget",
        "an eviction: Gone")]
    public async Task Replay_RecordingOfTheRepository_SaysWhatTheProductMakesOfIt(string name, params string[] expected)
    {
        var text = await RunAsync(Path.Combine(Repository.Root, "Kubexit.Tests", "Recordings", name + ".jsonl"), "--speed", "40");
        Assert.All(expected, words => Assert.Contains(words, text));
    }

    [Fact]
    public async Task Replay_WatchAsCurlGetsIt_IsRead()
    {
        await File.WriteAllLinesAsync(_file,
            ["""{"type":"ADDED","object":OBJECT}""".Replace("OBJECT", At("false")),
            """{"type":"MODIFIED","object":OBJECT}""".Replace("OBJECT", At("true"))]);
        Assert.Contains("pod/p: 'a' is ready", await RunAsync(_file));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Replay_WhatKubectlPrints_IsRead(bool isList)
    {
        var text = isList ? $$"""{"kind":"List","apiVersion":"v1","items":[{{At("true")}}]}"""
            : $"{At("false")}\n{At("true").Replace("{\"kind\"", "{\n    \"kind\"")}\n";
        await File.WriteAllTextAsync(_file, text);
        Assert.Contains("pod/p: 'a' is ready", await RunAsync(_file));
    }

    [Theory]
    [InlineData("[1]")]
    [InlineData("{\"some\":1}")]
    [InlineData("no json")]
    public async Task Replay_SomethingElse_IsExitCodeTwoWithTheRemedy(string content)
    {
        await File.WriteAllTextAsync(_file, content);
        using var error = new StringWriter();
        Assert.Equal(2, await ReplayCommand.RunAsync([_file], TextWriter.Null, error));
        Assert.StartsWith($"Cannot read recording '{_file}': ", error.ToString());
        Assert.Contains("Recordings/README.md", error.ToString());
    }

    [Fact]
    public async Task Replay_NoFile_IsExitCodeTwo() => Assert.Equal(2, await ReplayCommand.RunAsync([], TextWriter.Null, TextWriter.Null));

    private static string At(string ready) => Pod.Replace("READY", ready);

    private static async Task<string> RunAsync(params string[] args)
    {
        using var output = new StringWriter();
        Assert.Equal(0, await ReplayCommand.RunAsync(args, output, TextWriter.Null));
        return output.ToString();
    }
}
