using System.Globalization;
using Kubexit.StatusReports;

namespace Kubexit.Tests.StatusReports;

/// <summary>Graveyards with fixed times on a real disk: everything that may lie in one, hostile neighbours included.</summary>
internal sealed class SampleGraveyard : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 11, 20, 10, 41, 46, TimeSpan.Zero);
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("kubexit-status-");

    public string Path => _directory.FullName;

    public static SampleGraveyard Of(int processes)
    {
        var sample = new SampleGraveyard();
        if (processes == 1) sample.Write("web", Stone(waiting: 0, born: 0.2, ready: 1.5));
        else if (processes == 5) sample.AddFive();
        else sample.AddMany(processes);
        return sample;
    }

    /// <summary>As it was thirty seconds after its beginning, at a path that is the same everywhere.</summary>
    public GraveyardStatus Read()
    {
        var clock = new Fakes.ManualTimeProvider();
        clock.Advance(Start + TimeSpan.FromSeconds(30) - clock.GetUtcNow());
        var status = GraveyardStatus.Read(new Graveyard(Path), clock);
        return new("/graveyard", status.At, status.Processes);
    }

    public void Write(string name, string text) => File.WriteAllText(System.IO.Path.Combine(Path, name), text);

    public void Dispose() => _directory.Delete(recursive: true);

    private void AddFive()
    {
        Write("proxy", Stone(waiting: 0, born: 0.1, ready: 2.4));
        Write("app", Stone(awaits: "proxy:ready,cache?:ready,job/migrate:succeeded", waiting: 0.05, born: 2.5, ready: 4.8, died: 21.3,
            exitCode: 0, reason: "Exited"));
        Write("worker", $"Answered:\n  app:\n    Died: {Time(21.3)}\n"
            + Stone(awaits: "app:ready,proxy:born", waiting: 0.08, born: 5, ready: 5, died: 21.9, exitCode: 143, signal: "TERM",
                reason: "DependencyDied"));
        Write("cache", Stone(waiting: 0.02, born: 0.3, ready: 1.1));
        Write(".cache.alive", "an-earlier-holder\n"); // Its lock is free: vanished.
        Write("broken", "Born: [\u001b[31m");
    }

    private void AddMany(int processes)
    {
        for (var i = 0; i < processes; i++)
        {
            var (name, at) = (string.Create(CultureInfo.InvariantCulture, $"step-{i:000}"), i * 0.1);
            var text = (i % 10) switch
            {
                0 => Stone(waiting: at),
                1 => Stone(born: at, died: at + 3.25, exitCode: i % 20 == 1 ? 0 : -1),
                2 => Stone(waiting: at, died: at + 2, exitCode: 124, reason: "BirthTimeout"),
                3 => "",
                4 or 5 => Stone(waiting: at, born: at + 0.5, ready: at + 1),
                _ => Stone(waiting: at, born: at + 0.5, ready: at + 1, died: at + 4 + (i % 7), exitCode: i % 4 == 0 ? 0 : 1,
                    reason: "Exited"),
            };
            Write(name, text);
            if (i % 10 == 5) Write($".{name}.alive", "gone\n");
        }
    }

    private static string Stone(
        string? awaits = null, double? waiting = null, double? born = null, double? ready = null, double? died = null,
        int? exitCode = null, string? signal = null, string? reason = null) =>
        Line("Awaits", awaits is null ? null : $"\"{awaits}\"") + Line("Born", Time(born)) + Line("Died", Time(died))
            + Line("ExitCode", exitCode?.ToString(CultureInfo.InvariantCulture))
        + Line("Ready", Time(ready)) + Line("Reason", reason) + Line("Signal", signal) + Line("Waiting", Time(waiting));

    private static string Line(string key, string? value) => value is null ? "" : $"{key}: {value}\n";

    private static string? Time(double? seconds) =>
        seconds is { } value ? (Start + TimeSpan.FromSeconds(value)).ToString(
            "\\\"yyyy-MM-ddTHH:mm:ss.fffffffZ\\\"", CultureInfo.InvariantCulture) : null;
}
