using Kubexit.Coordination;
using Kubexit.Supervision;
using Kubexit.Tests.Fakes;

namespace Kubexit.Tests.Coordination;

/// <summary>A whole run with nothing real beneath it: clock, graveyard and child do what the test says.</summary>
internal sealed class RunScene
{
    private readonly CoordinatorRun _run;

    public RunScene(CoordinatorOptions options)
    {
        options.Name = "me";
        _run = new CoordinatorRun(
            options, new ChildStartInfo { Command = ["app"] },
            new CoordinatorServices(Loop, Store, Child, Commands, null, Logger) { LastWords = LastWords });
    }

    public ManualLoop Loop { get; } = new();

    public FakeGraveyardStore Store { get; } = new();

    public FakeChildLauncher Child { get; } = new();

    public FakeCommandRunner Commands { get; } = new();

    public RecordingLogger Logger { get; } = new();

    public RecordingLastWords LastWords { get; } = new();

    public CoordinatorResult? Result { get; private set; }

    public Tombstone? Tombstone => Store.TombstoneOf("me");

    public RunScene Start()
    {
        _run.Start(r => Result = r, early: []);
        Loop.Turn();
        return this;
    }

    /// <summary>Something unforeseen has happened.</summary>
    public void Abandon() => _run.Abandon("a bug");

    public void Signal(int signal)
    {
        _run.Handle(CoordinatorEvent.OfSignal(signal));
        Loop.Turn();
    }

    public void Exit(ChildExit exit)
    {
        Child.Exit(exit);
        Loop.Turn();
    }

    /// <summary>A neighbour writes as the Go original does.</summary>
    public void Neighbour(string name, bool isDead = false, int exitCode = 0)
    {
        Store.Put(name, "Born: \"2026-11-20T10:00:00Z\"\n" + (isDead ? $"Died: \"2026-11-20T10:00:01Z\"\nExitCode: {exitCode}\n" : ""));
        Loop.Turn();
    }
}
