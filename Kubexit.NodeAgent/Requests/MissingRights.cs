namespace Kubexit.NodeAgent;

/// <summary>The rights that the API server has said are missing. Each is told once, by whoever listens.</summary>
internal sealed class MissingRights
{
    private readonly object _gate = new();
    private readonly HashSet<AgentRight> _missing = [];

    /// <summary>Called once for each right, when it is first seen to be missing.</summary>
    public event Action<AgentRight>? Found;

    public IReadOnlyCollection<AgentRight> All
    {
        get { lock (_gate) return [.. _missing]; }
    }

    public void Add(AgentRight right)
    {
        lock (_gate)
        {
            if (!_missing.Add(right)) return;
        }
        Found?.Invoke(right);
    }

    /// <summary>It is there after all: a role may be repaired while the agent runs.</summary>
    public void Remove(AgentRight right)
    {
        lock (_gate) _missing.Remove(right);
    }
}
