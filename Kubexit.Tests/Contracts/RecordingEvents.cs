using System.Text;
using Kubexit.Platform;
using Kubexit.Tests.Infrastructure;

namespace Kubexit.Tests.Contracts;

/// <summary>Keeps the hints of a directory watch.</summary>
internal sealed class RecordingEvents : IGraveyardEvents
{
    private readonly List<string> _said = [];

    public void Changed(ReadOnlySpan<byte> fileName) => Add($"changed {Encoding.UTF8.GetString(fileName)}");

    public void Lost() => Add("lost");

    public void Gone() => Add("gone");

    public Task WaitFor(string what) =>
        Limit.Until(() => Said.Contains(what), () => $"'{what}' was not said, but: {string.Join(", ", Said)}");

    public IReadOnlyList<string> Said
    {
        get { lock (_said) return [.. _said]; }
    }

    private void Add(string what)
    {
        lock (_said) _said.Add(what);
    }
}
