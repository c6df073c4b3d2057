using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace Kubexit.Graveyards;

/// <summary>
/// What each key of a tombstone is called, what its value looks like, and which property it is: read and written by this one table.
/// </summary>
internal static class TombstoneFields
{
    /// <summary>
    /// In bytes of UTF-8; ours have half of that. What neighbours write goes into our own tombstone when we answer their deaths.
    /// </summary>
    public const int MaxLifeBytes = 64;

    private const TombstoneKey Last = TombstoneKey.Waiting;

    public static ReadOnlySpan<byte> NameOf(TombstoneKey key) => key switch
    {
        TombstoneKey.Answered => "Answered"u8,
        TombstoneKey.Awaits => "Awaits"u8,
        TombstoneKey.Born => "Born"u8,
        TombstoneKey.Died => "Died"u8,
        TombstoneKey.ExitCode => "ExitCode"u8,
        TombstoneKey.Life => "Life"u8,
        TombstoneKey.Ready => "Ready"u8,
        TombstoneKey.Reason => "Reason"u8,
        TombstoneKey.Signal => "Signal"u8,
        TombstoneKey.Waiting => "Waiting"u8,
    };

    /// <summary>The key of that very name; <see langword="null"/> when there is none.</summary>
    public static TombstoneKey? KeyOf(ReadOnlySpan<byte> name)
    {
        for (var key = default(TombstoneKey); key <= Last; key++)
        {
            if (name.SequenceEqual(NameOf(key))) return key;
        }

        return null;
    }

    /// <returns>Whether the value is one that the key can have; if so, it is set.</returns>
    /// <param name="values">What has been read so far.</param>
    /// <param name="key">The key.</param>
    /// <param name="value">Its text.</param>
    /// <param name="known">What the same tombstone said before: its texts are used again where they are the same.</param>
    public static bool TrySet(ref this TombstoneValues values, TombstoneKey key, ReadOnlySpan<byte> value, Tombstone? known)
    {
        switch (key)
        {
            case TombstoneKey.Awaits:
                values.Awaits = Text(value, known?.Awaits);
                return true;
            case TombstoneKey.Born when Rfc3339.TryParse(value, out var time):
                values.Born = time;
                return true;
            case TombstoneKey.Died when Rfc3339.TryParse(value, out var time):
                values.Died = time;
                return true;
            case TombstoneKey.ExitCode when Utf8Parser.TryParse(value, out int code, out var used) && used == value.Length:
                values.ExitCode = code;
                return true;
            case TombstoneKey.Life when value.Length <= MaxLifeBytes:
                values.Life = Text(value, known?.Life);
                return true;
            case TombstoneKey.Ready when Rfc3339.TryParse(value, out var time):
                values.Ready = time;
                return true;
            case TombstoneKey.Reason:
                // A later version may know more reasons than this one: an unknown one is no reason to disbelieve the death.
                values.Reason = DeathReasonName.TryParse(value);
                return true;
            case TombstoneKey.Signal:
                values.Signal = Signal.TryParse(Text(value, known?.Signal?.ToString()), out var signal) ? signal : null;
                return true;
            case TombstoneKey.Waiting when Rfc3339.TryParse(value, out var time):
                values.Waiting = time;
                return true;
            default:
                return false; // No such value; Answered is a mapping, which is no single value.
        }
    }

    private static string Text(ReadOnlySpan<byte> value, string? known) =>
        Utf8Text.Is(value, known) ? known : Encoding.UTF8.GetString(value);

    /// <summary>Writes every key that has a value, in their order.</summary>
    public static void Write(this Tombstone tombstone, ArrayBufferWriter<byte> text)
    {
        for (var key = default(TombstoneKey); key <= Last; key++) tombstone.Write(key, text);
    }

    private static void Write(this Tombstone tombstone, TombstoneKey key, ArrayBufferWriter<byte> text)
    {
        switch (key)
        {
            case TombstoneKey.Answered:
                TombstoneText.WriteAnswers(text, tombstone.Answered);
                break;
            case TombstoneKey.Awaits:
                TombstoneText.WriteQuoted(text, key, tombstone.Awaits);
                break;
            case TombstoneKey.Born:
                TombstoneText.WriteTime(text, key, tombstone.Born);
                break;
            case TombstoneKey.Died:
                TombstoneText.WriteTime(text, key, tombstone.Died);
                break;
            case TombstoneKey.ExitCode:
                TombstoneText.WriteNumber(text, key, tombstone.ExitCode);
                break;
            case TombstoneKey.Life:
                TombstoneText.WriteQuoted(text, key, tombstone.Life);
                break;
            case TombstoneKey.Ready:
                TombstoneText.WriteTime(text, key, tombstone.Ready);
                break;
            case TombstoneKey.Reason:
                TombstoneText.WriteWord(text, key, tombstone.Reason?.ToString());
                break;
            case TombstoneKey.Signal:
                TombstoneText.WriteWord(text, key, tombstone.Signal?.ToString());
                break;
            case TombstoneKey.Waiting:
                TombstoneText.WriteTime(text, key, tombstone.Waiting);
                break;
            default:
                throw Unknown(key);
        }
    }

    private static ArgumentOutOfRangeException Unknown(TombstoneKey key) => new(nameof(key), key, "Nothing is known of this key.");
}
