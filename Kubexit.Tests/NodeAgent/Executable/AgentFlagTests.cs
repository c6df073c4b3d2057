using Kubexit.NodeAgent;
using Kubexit.Tests.Infrastructure;

namespace Kubexit.Tests.NodeAgent.Executable;

/// <summary>The flags of <c>kubexit-node-agent</c> in the file that ships: the native one has none of the library's own parsers.</summary>
public sealed class AgentFlagTests
{
    [Fact]
    public async Task Flags_AllOfThem_AreRead()
    {
        await using var graveyard = new TemporaryGraveyard();
        var config = Path.Combine(graveyard.Path, "agent.json");
        await File.WriteAllTextAsync(config, "{}");
        string[] typed =
        [
            "--node-name", "", "--provider", "gce", "--metadata-url=http://localhost:1", "--poll-interval", "3s", "--notice-file",
            "notice.json", "--azure-resource=vm",
            "--rule", "gce-preemption=drain,120s,now", "--rule=manual=ignore", "--taint", "a=b:NoSchedule", "--cordon", "--margin", "1s",
            "--system-reserve", "2s",
            "--priority-phase", "1000=5s", "--kube-system-by-priority", "--daemonsets-last=false", "--keep-unmanaged", "true", "--exclude",
            "shop/web", "--exclude", "shop/db",
            "--requests-per-second", "2.5", "--no-pod-events", "--acknowledge", "--reboot", "--webhook-url", "http://localhost:1",
            "--webhook-template", "slack", "--listen", "none", "--dry-run",
            "--kind", "manual", "--in", "30s", "--keep", "--aws-imds-v1", "--blind-after=2m", "--evict-only",
            "--exclude-from-load-balancers", "--eviction-delay", "5s",
            "--wait-for-volumes", "--log-level", "drain=debug", "--log-format", "json", $"--config={config}",
        ];
        Assert.All(AgentFlags.All, flag => Assert.Contains(typed, word => word.Split('=')[0] == flag.Name));
        var agent = graveyard.Start([AgentBinary.Path, .. typed], []);
        await agent.ExitsWith(2);
        var error = Assert.Single(agent.Errors.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("Cannot tell which node this is", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_EveryFlag_StandsApartFromItsDescriptionAndFitsATerminal()
    {
        await using var graveyard = new TemporaryGraveyard();
        var agent = graveyard.Start([AgentBinary.Path, "--help"], []);
        await agent.ExitsWith(0);
        var lines = agent.Output.Lines.ToList();
        Assert.All(AgentFlags.All, flag => Assert.Contains(lines, line => line.StartsWith($"  {flag.Name} ", StringComparison.Ordinal)));
        Assert.All(lines.SkipWhile(line => line != "Flags:"), line => Assert.InRange(line.Length, 0, 125));
    }
}
