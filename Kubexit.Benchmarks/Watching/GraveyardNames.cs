using Kubexit.Platform;

namespace Kubexit.Benchmarks.Watching;

/// <summary>Our watch alone: it hears the name and looks at nothing.</summary>
internal sealed class GraveyardNames : Watcher
{
    public override string Name => "graveyard watch, name";

    public override bool ReadsTombstone => false;

    public override IDisposable Watch(string directory, Action onKnown) =>
        LoopWatch.Start(loop => new Graveyard(directory).Store.Watch(loop, new Events(onKnown)));

    private sealed class Events(Action onKnown) : IGraveyardEvents
    {
        public void Changed(ReadOnlySpan<byte> fileName)
        {
            if (fileName.SequenceEqual("client"u8)) onKnown();
        }

        public void Lost()
        {
        }

        public void Gone()
        {
        }
    }
}
