using System.Globalization;
using System.Text.Json.Nodes;
using Kubexit.Tests.Infrastructure;

namespace Kubexit.Tests.Containers;

/// <summary>One container of a played pod.</summary>
internal sealed class PlayedContainer(ContainerEngine engine, JsonObject spec, bool isInit, string podmanName, string logFile)
{
    public string Name => (string)spec["name"]!;

    public JsonObject Spec => spec;

    public string PodmanName => podmanName;

    public bool IsInit => isInit;

    /// <summary>A native sidecar: an init container that goes on.</summary>
    public bool IsSidecar => (string?)spec["restartPolicy"] == "Always";

    /// <summary>What it has written so far, on both streams.</summary>
    public IReadOnlyList<LogLine> Log
    {
        get
        {
            // TIME STREAM P|F TEXT; P is a part of a line.
            if (!File.Exists(logFile)) return [];
            return [.. File.ReadAllText(logFile).Split('\n').Select(line => line.Split(' ', 4)).Where(words => words.Length == 4).Select(
                words =>
                new LogLine(DateTimeOffset.Parse(words[0], CultureInfo.InvariantCulture), words[3]))];
        }
    }

    public string LogText => string.Join('\n', Log.Select(line => line.Text));

    public Task StartAsync() => engine.RunAsync("start", podmanName);

    public Task SignalAsync(string signal) => engine.RunAsync("kill", "--signal", signal, podmanName);

    public Task<ToolResult> ExecuteAsync(params IEnumerable<string> command) => engine.TryAsync(["exec", podmanName, .. command]);

    /// <summary>Waits for a line that contains the fragment, the given time it appears.</summary>
    public Task<LogLine> Says(string fragment, int times = 1) => Limit.Until(
        () => Log.Where(line => line.Text.Contains(fragment, StringComparison.OrdinalIgnoreCase)).Skip(times - 1).FirstOrDefault(),
        () => $"{podmanName} never said '{fragment}'{(times > 1 ? $" {times} times" : "")}. It said:\n{LogText}");

    /// <summary>Waits for its end.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> EndsAsync() =>
        int.Parse((await engine.RunAsync("wait", "--interval", "50ms", podmanName)).Trim(), CultureInfo.InvariantCulture);

    public async Task ExitsWith(int code)
    {
        var seen = await EndsAsync();
        Assert.True(seen == code, $"{podmanName} should have ended with {code}, not with {seen}. It said:\n{LogText}");
    }

    public async Task<JsonNode> InspectAsync() => (await engine.InspectAsync(podmanName))[0];
}

/// <summary>A line of a container's log, and when the container runtime has read it.</summary>
internal sealed record LogLine(DateTimeOffset At, string Text);
