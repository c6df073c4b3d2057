using System.Buffers.Text;
using System.Text;

namespace Kubexit.Graveyards;

/// <summary>Collects what a reader finds: the one place that says what a value of each key looks like.</summary>
internal sealed class TombstoneBuilder
{
    private Tombstone _tombstone = new();
    private Dictionary<string, AnsweredDeath>? _answered;

    /// <returns>Whether the value is one that the key can have.</returns>
    public bool TrySet(TombstoneKey key, ReadOnlySpan<byte> value)
    {
        switch (key)
        {
            case TombstoneKey.ExitCode:
                if (!Utf8Parser.TryParse(value, out int code, out var used) || used != value.Length) return false;
                _tombstone = _tombstone with { ExitCode = code };
                return true;
            case TombstoneKey.Life:
                _tombstone = _tombstone with { Life = Encoding.UTF8.GetString(value) };
                return true;
            case TombstoneKey.Signal:
                _tombstone = _tombstone with { Signal = Encoding.UTF8.GetString(value) };
                return true;
            case TombstoneKey.Reason:
                // A later version may know more reasons than this one: an unknown one is no reason to disbelieve the death.
                _tombstone = _tombstone with { Reason = ReasonOf(value) };
                return true;
            default:
                if (!Rfc3339.TryParse(value, out var time)) return false;
                _tombstone = key switch
                {
                    TombstoneKey.Born => _tombstone with { Born = time },
                    TombstoneKey.Died => _tombstone with { Died = time },
                    TombstoneKey.Ready => _tombstone with { Ready = time },
                    TombstoneKey.Waiting => _tombstone with { Waiting = time },
                    _ => _tombstone,
                };
                return key != TombstoneKey.Answered;
        }
    }

    public void AddAnswer(string name, AnsweredDeath death) => (_answered ??= [])[name] = death;

    public Tombstone Build() => _answered is null ? _tombstone : _tombstone with { Answered = _answered };

    // By hand: Enum.Parse reads metadata, and this stands between a death and its signal.
    private static DeathReason? ReasonOf(ReadOnlySpan<byte> value) => value switch
    {
        _ when value.SequenceEqual("Exited"u8) => DeathReason.Exited,
        _ when value.SequenceEqual("Signaled"u8) => DeathReason.Signaled,
        _ when value.SequenceEqual("DependencyDied"u8) => DeathReason.DependencyDied,
        _ when value.SequenceEqual("BirthTimeout"u8) => DeathReason.BirthTimeout,
        _ when value.SequenceEqual("BirthImpossible"u8) => DeathReason.BirthImpossible,
        _ when value.SequenceEqual("Terminated"u8) => DeathReason.Terminated,
        _ when value.SequenceEqual("StartFailed"u8) => DeathReason.StartFailed,
        _ when value.SequenceEqual("HookFailed"u8) => DeathReason.HookFailed,
        _ when value.SequenceEqual("Configuration"u8) => DeathReason.Configuration,
        _ when value.SequenceEqual("Internal"u8) => DeathReason.Internal,
        _ => null,
    };
}
