using Kubexit.Graveyards;
using Kubexit.Platform;

namespace Kubexit.Tests.Fakes;

/// <summary>What a look at a name may find, in the words of a test.</summary>
internal static class Looks
{
    public static readonly DateTimeOffset Noon = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    public static TombstoneObservation Absent(string name) => new(name, null, new LockProbe(LockState.Absent, null), null);

    public static TombstoneObservation Unreadable(string name) => new(name, null, new LockProbe(LockState.Absent, null), "it is empty");

    public static TombstoneObservation Waiting(string name, string life = "1") => Held(name, life, new() { Life = life, Waiting = Noon });

    public static TombstoneObservation Born(string name, string life = "1") => Held(name, life, new() { Life = life, Born = Noon });

    public static TombstoneObservation Ready(string name, string life = "1") =>
        Held(name, life, new() { Life = life, Born = Noon, Ready = Noon });

    public static TombstoneObservation Starting(string name, string newLife, string oldLife) =>
        Held(name, newLife, new() { Life = oldLife, Born = Noon, Died = Noon, ExitCode = 0 });

    public static TombstoneObservation Dead(string name, string life = "1", int? exitCode = 0) => new(
        name, new Tombstone { Life = life, Born = Noon, Died = Noon, ExitCode = exitCode }, new LockProbe(LockState.Free, life), null);

    public static TombstoneObservation Vanished(string name, string life = "1") => new(
        name, new Tombstone { Life = life, Born = Noon, Ready = Noon }, new LockProbe(LockState.Free, life), null);

    /// <summary>The Go original's: no lock, no life.</summary>
    public static TombstoneObservation Original(string name, TimeSpan? died = null, int? exitCode = null) => new(
        name, new Tombstone { Born = Noon, Died = Noon + died, ExitCode = exitCode }, new LockProbe(LockState.Absent, null), null);

    private static TombstoneObservation Held(string name, string life, Tombstone tombstone) =>
        new(name, tombstone, new LockProbe(LockState.Held, life), null);
}
