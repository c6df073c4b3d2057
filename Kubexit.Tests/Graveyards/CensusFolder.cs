using Kubexit.Graveyards;
using Kubexit.Platform.Linux;
using Kubexit.Tests.Fakes;

namespace Kubexit.Tests.Graveyards;

/// <summary>A graveyard on a real file system, and a census of it whose questions are counted.</summary>
public abstract class CensusFolder : IDisposable
{
    /// <summary>How many there are of each kind.</summary>
    private protected const int Names = 50;

    private protected CensusFolder()
    {
        Store = new LinuxGraveyardStore(Folder.FullName);
        Sweep = new CountingSweep(Store.CreateSweep());
    }

    private protected DirectoryInfo Folder { get; } = Directory.CreateTempSubdirectory("kubexit-census-");

    private protected LinuxGraveyardStore Store { get; }

    private protected CountingSweep Sweep { get; }

    /// <summary>Those of the living.</summary>
    private protected List<IDisposable> Locks { get; } = [];

    public void Dispose()
    {
        foreach (var held in Locks) held.Dispose();
        Folder.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }

    /// <param name="hours">By how much the clock is ahead: the files are old then, and their stamps are believed.</param>
    private protected GraveyardCensus Census(int hours) =>
        new(Store, new FixedTime(TimeProvider.System.GetUtcNow().AddHours(hours)), Sweep);

    private protected void FillWithAllKinds()
    {
        for (var i = 0; i < Names; i++)
        {
            Store.Write($"original-{i:D5}", Text(new Tombstone { Born = Looks.Noon, Died = Looks.Noon, ExitCode = 0 }));
            Held($"dead-{i:D5}", $"life-{i}").Dispose();
            Store.Write($"dead-{i:D5}", Text(new Tombstone { Life = $"life-{i}", Died = Looks.Noon, Signal = Signal.Term }));
            Locks.Add(Held($"alive-{i:D5}", $"life-{i}"));
            Store.Write($"alive-{i:D5}", Text(new Tombstone { Life = $"life-{i}", Ready = Looks.Noon, Awaits = "db" }));
        }
    }

    private protected IDisposable Held(string name, string life) =>
        Store.TryLock(name, life) ?? throw new InvalidOperationException($"{name} is taken.");

    private protected string PathOf(string fileName) => Path.Combine(Folder.FullName, fileName);

    private protected static byte[] Text(Tombstone tombstone) => TombstoneText.Write(tombstone);

    private sealed class FixedTime(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
