using System.Diagnostics;
using Kubexit.Supervision;

namespace Kubexit.Benchmarks.WholeProcess;

/// <summary>What ends a trial.</summary>
internal enum Trigger
{
    /// <summary>The tombstone of the dependency is renamed into place.</summary>
    Death,

    /// <summary>The wrapper gets a TERM.</summary>
    Forward,

    /// <summary>The child gets a TERM directly, and ends.</summary>
    Exit,
}

/// <summary>The milliseconds and microseconds of one life.</summary>
/// <param name="StartMs">From before the spawn until the child's main.</param>
/// <param name="SignalUs">From before the trigger until TERM has arrived in the child.</param>
/// <param name="ExitUs">From the child's end until the end of the wrapper is known to who waits for it.</param>
internal readonly record struct LifeTimes(double StartMs, double SignalUs, double ExitUs);

/// <summary>Starts a wrapper with a child, lets it settle, pulls the trigger, and takes the times.</summary>
internal sealed class WrapperTrial(NativePrograms programs, TimeSpan settle)
{
    private static readonly TimeSpan ReactionLimit = TimeSpan.FromSeconds(2);

    public static Dictionary<string, string> Variables(string graveyard, string name, string dependency) => new()
    {
        ["KUBEXIT_GRAVEYARD"] = graveyard,
        ["KUBEXIT_NAME"] = name,
        ["KUBEXIT_DEATH_DEPS"] = dependency,
    };

    /// <returns>The times; <see langword="null"/> when the child was not signalled.</returns>
    public LifeTimes? Run(Peer peer, Trigger trigger)
    {
        using var graveyard = new TemporaryGraveyard();
        return Run(peer, trigger, graveyard, "server", "client");
    }

    /// <inheritdoc cref="Run(Peer, Trigger)"/>
    public LifeTimes? Run(Peer peer, Trigger trigger, TemporaryGraveyard graveyard, string name, string dependency)
    {
        using var process = MeasuredProcess.Start(peer.CommandFor(programs.Child), Variables(graveyard.Path, name, dependency));
        var bornAt = process.Read();
        var child = (int)process.Read();
        Thread.Sleep(settle);
        var death = graveyard.PrepareDeath(dependency);
        var triggeredAt = Stopwatch.GetTimestamp();
        if (trigger == Trigger.Death) death.Do();
        else MeasuredProcess.Signal(trigger == Trigger.Forward ? process.Id : child, SignalName.Term);
        if (process.TryRead(ReactionLimit) is not { } signalledAt)
        {
            MeasuredProcess.Signal(child, SignalName.Kill);
            return null;
        }

        var endedAt = process.Read();
        return new LifeTimes((bornAt - process.SpawnedAt) / 1e6, (signalledAt - triggeredAt) / 1e3, (process.Wait().At - endedAt) / 1e3);
    }
}
