using System.Globalization;
using Kubexit.Tests.Infrastructure;

namespace Kubexit.Tests.Chaos;

/// <summary>A pod of real wrappers under one seed: a random graph, and then whatever a bad day brings.</summary>
internal sealed class ChaosPod(int seed, TemporaryGraveyard graveyard, PodLimits limits)
{
    private static readonly string[] Names = ["app", "db", "proxy", "job", "cache"];
    private static readonly TimeSpan ProcessorLimit = TimeSpan.FromSeconds(5);

    private readonly Random _random = new(seed);
    private readonly Dictionary<string, List<WrappedProcess>> _lives = [];
    private readonly Dictionary<string, string[]> _deaths = [];
    private readonly HashSet<string> _robbed = [];
    private readonly HashSet<WrappedProcess> _killed = [];

    /// <summary>Begun where nothing was to be had: it may have been refused by the runtime, or by whoever starts it.</summary>
    private readonly HashSet<WrappedProcess> _cramped = [];

    /// <summary>Had begun when the limit was reached, perhaps not far enough to have the threads of the runtime.</summary>
    private readonly HashSet<WrappedProcess> _overtaken = [];

    /// <summary>Starts everybody, lets the day go by, and holds what is left against what was promised.</summary>
    public async Task RunAsync(int happenings)
    {
        foreach (var name in Names[..(2 + _random.Next(4))]) Start(name);
        for (var i = 0; i < happenings; i++)
        {
            Happen();
            await Breathe();
        }

        limits.Lift();
        foreach (var process in Living()) _ = LibC.Kill(process.Pid, Sig.Cont);
        await DeathsAreAnswered();
        foreach (var process in Living()) CheckCost(process);
        foreach (var process in Living()) _ = LibC.Kill(process.Pid, Sig.Term);
        foreach (var (name, lives) in _lives)
        {
            foreach (var process in lives) await CheckEnd(name, process, isLast: process == lives[^1]);
        }

        await Limit.Until(() => !Left().Any(), () => Describe($"left somebody behind: {string.Join(", ", Left().Select(Tell))}"));
    }

    private void Start(string name)
    {
        var others = Names.Where(other => other != name).ToArray();
        if (!_deaths.ContainsKey(name)) _deaths[name] = [.. others.Where(_ => _random.Next(4) == 0)];
        var births = others.TakeWhile(other => Array.IndexOf(Names, other) < Array.IndexOf(Names, name)).Where(_ => _random.Next(3) == 0);
        string script = _random.Next(4) switch
        {
            0 => Scripts.IgnoresTerm,
            1 => "exit 3",
            _ => Scripts.StopsWith(5),
        };
        int? files = _random.Next(8) == 0 ? 4 + _random.Next(24) : null;
        var process = graveyard.Start(
            [.. limits.Prefix(files), KubexitBinary.Path, "sh", "-c", script],
            [$"KUBEXIT_NAME={name}", $"KUBEXIT_DEATH_DEPS={string.Join(',', _deaths[name])}",
                $"KUBEXIT_BIRTH_DEPS={string.Join(',', births.Select(b => b + "?:born"))}",
            "KUBEXIT_BIRTH_TIMEOUT=3s", "KUBEXIT_GRACE_PERIOD=500ms", "KUBEXIT_RESCAN_INTERVAL=1s", "KUBEXIT_REBIRTH_GRACE=1s",
            "KUBEXIT_OPTIONAL_GRACE=200ms"]);
        if (files is not null || limits.AreReached) _cramped.Add(process);
        if (!_lives.TryGetValue(name, out var lives)) _lives[name] = lives = [];
        lives.Add(process);
    }

    private void Happen()
    {
        var name = _lives.Keys.ElementAt(_random.Next(_lives.Count));
        var process = _lives[name][^1];
        switch (_random.Next(11))
        {
            case 0 when !process.HasEnded:
                _killed.Add(process);
                _ = LibC.Kill(process.Pid, Sig.Kill);
                break;
            case 1 when !process.HasEnded:
                _ = LibC.Kill(process.Pid, Sig.Term);
                break;
            case 2 when !process.HasEnded:
                _ = LibC.Kill(process.Pid, Sig.Stop);
                break;
            case 3 or 4:
                foreach (var each in Living()) _ = LibC.Kill(each.Pid, Sig.Cont);
                break;
            case 5 or 6 when process.HasEnded:
                Start(name);
                break;
            case 7:
                Rob(name);
                break;
            case 8:
                Plant(name);
                break;
            case 9:
                limits.Reach(_random.Next(3));
                _overtaken.UnionWith(Living());
                break;
            case 10:
                limits.Lift();
                break;
        }
    }

    private void Rob(string name)
    {
        _robbed.Add(name);
        if (_random.Next(2) == 0) File.Delete(graveyard.FileOf($".{name}.alive"));
        else if (!Directory.Exists(graveyard.FileOf(name))) File.Delete(graveyard.FileOf(name));
    }

    private void Plant(string name)
    {
        _robbed.Add(name);
        try
        {
            switch (_random.Next(4))
            {
                case 0:
                    File.WriteAllText(graveyard.FileOf(name), "Born: [\n");
                    break;
                case 1:
                    Directory.CreateDirectory(graveyard.FileOf($".{name}.tmp/child"));
                    break;
                case 2:
                    File.WriteAllBytes(graveyard.FileOf(name), new byte[70_000]);
                    break;
                default:
                    File.Delete(graveyard.FileOf(name));
                    File.CreateSymbolicLink(graveyard.FileOf(name), "/etc/passwd");
                    break;
            }
        }
        catch (IOException)
        {
            // Somebody was quicker: that too is chaos.
        }
    }

    /// <summary>
    /// A living process that depends on the death of a dead neighbour with intact files does not live for long.
    /// </summary>
    private async Task DeathsAreAnswered()
    {
        foreach (var (name, lives) in _lives)
        {
            foreach (var other in _deaths[name].Where(_lives.ContainsKey))
            {
                if (_robbed.Contains(other) || _robbed.Contains(name) || _lives[other].Count > 1 || !_lives[other][0].HasEnded) continue;

                // Killed before it had taken its name: nobody can have heard of it.
                if (graveyard.Read(other) is null && !File.Exists(graveyard.FileOf($".{other}.alive"))) continue;
                var first = lives[0];
                if (lives.Count == 1) await Limit.Until(
                    () => first.HasEnded, () => first.Describe($"({name}) lives on after the death of {other}; {Describe("")}"));
            }
        }
    }

    private static void CheckCost(WrappedProcess process)
    {
        if (process.HasEnded) return;
        if (ProcFs.CpuTimeOf(process.Pid) > ProcessorLimit) Assert.Fail(process.Describe("spins"));
        if (new DirectoryInfo($"/proc/{process.Pid}/fd") is { Exists: true } descriptors && Count(descriptors) > 300)
            Assert.Fail(process.Describe("keeps descriptors"));
    }

    private static int Count(DirectoryInfo directory)
    {
        try
        {
            return directory.GetFileSystemInfos().Length;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return 0; // It has ended.
        }
    }

    private async Task CheckEnd(string name, WrappedProcess process, bool isLast)
    {
        var status = await process.Ends();
        if (_cramped.Contains(process) && status.Signal == 0 && status.Code is 125 or 126 or 127 or 2) return;
        if (status.Signal == Sig.Kill && _killed.Contains(process) && (_cramped.Contains(process) || _overtaken.Contains(process))) return;
        if (_overtaken.Contains(process) && status is { Signal: 0, Code: 125 }
            && process.Errors.Text.Contains("the .NET runtime cannot start"))
            return;
        if (process.Errors.Text.Contains("Kubexit itself failed", StringComparison.Ordinal))
            Assert.Fail(process.Describe(Describe("has failed itself")));

        // By a signal that came before its first line. The native file blocks signals before there is a runtime; other builds cannot.
        if (_killed.Contains(process) || (status.Signal == Sig.Term && process.Errors.Text.Length == 0)) return;
        if (status.Signal != 0 || status.Code is 134 or 139) Assert.Fail(process.Describe(Describe($"ended with {status}")));

        // 125: the name was taken, or what was planted could not be moved. Such an end is no end of a life.
        if (!isLast || _robbed.Contains(name) || status.Code == 125) return;
        var tombstone = graveyard.Read(name);
        if (tombstone?.Died is null) Assert.Fail(process.Describe(Describe($"ended, and its tombstone says\n{tombstone}")));
    }

    private IEnumerable<int> Left() => ProcFs.ProcessesWith($"KUBEXIT_GRAVEYARD={graveyard.Path}").Where(ProcFs.IsAlive);

    private static string Tell(int process)
    {
        try
        {
            return $"{File.ReadAllText($"/proc/{process}/stat")} {File.ReadAllText($"/proc/{process}/cmdline").Replace('\0', ' ')}";
        }
        catch (IOException)
        {
            return $"{process}, which has just ended";
        }
    }

    private IEnumerable<WrappedProcess> Living() => _lives.Values.Select(lives => lives[^1]).Where(process => !process.HasEnded).ToArray();

    /// <summary>Up to 120 ms, in which anybody may come to anything.</summary>
    private async Task Breathe()
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(1 + _random.Next(120)));
        await timer.WaitForNextTickAsync();
    }

    private string Describe(string what) => string.Create(CultureInfo.InvariantCulture, $"{what} (KUBEXIT_CHAOS_SEED={seed})");
}
