using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Kubexit.Lint.Reading;

/// <summary>
/// Lets through only what a manifest can be. Deep nesting would overflow the stack of whoever builds nodes of it, a key that is itself a
/// collection is no field of an object, and hashing it can take for ever. <c>name: {{ .Values.x }}</c> happens to be such YAML.
/// </summary>
internal sealed class GuardedParser(IParser inner) : IParser
{
    private const int DeepestNesting = 200;

    // For each collection that is open: null in a sequence, else whether a key is next.
    private readonly Stack<bool?> _open = [];

    public ParsingEvent? Current => inner.Current;

    /// <summary>Whether what was refused looks like a template.</summary>
    public bool SawTemplate { get; private set; }

    public bool MoveNext()
    {
        if (!inner.MoveNext()) return false;
        switch (inner.Current)
        {
            case Scalar:
                Pass();
                break;
            case AnchorAlias alias:
                if (_open.TryPeek(out var isKey) && isKey == true) throw new YamlException(alias.Start, alias.End, "a key is an alias");
                Pass();
                break;
            case MappingStart mapping:
                Open(mapping, mapping.Style == MappingStyle.Flow, isMapping: true);
                break;
            case SequenceStart sequence:
                Open(sequence, isFlowMapping: false, isMapping: false);
                break;
            case MappingEnd or SequenceEnd:
                _open.Pop();
                Pass();
                break;
        }

        return true;
    }

    private void Open(NodeEvent start, bool isFlowMapping, bool isMapping)
    {
        if (_open.TryPeek(out var isKey) && isKey == true)
        {
            SawTemplate = isFlowMapping;
            throw new YamlException(start.Start, start.End, "a key is not a word");
        }

        if (_open.Count == DeepestNesting)
            throw new YamlException(start.Start, start.End, $"it is nested deeper than {DeepestNesting} levels");
        _open.Push(isMapping ? true : null);
    }

    private void Pass()
    {
        if (_open.TryPeek(out var isKey) && isKey is { } expected)
        {
            _open.Pop();
            _open.Push(!expected);
        }
    }
}
