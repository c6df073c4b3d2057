using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace Kubexit.Tests.Fuzzing;

/// <summary>Random damage to texts that are right: what a fuzzer does, as a generator that shrinks and that a seed replays.</summary>
internal static class Mutations
{
    /// <summary>What parsers stumble over: brackets, quotes, escapes, half surrogates, numbers at their ends, control characters.</summary>
    private static readonly string[] Morsels =
    [
        "", "\0", "\n", "\r", "\t", " ", "\"", "'", "\\", "\\u0000", "\\ud800", "\\udc00\\ud800", "\ud83d\ude00", "\u202e", "\u001b[2J",
        "{", "}", "[", "]", ":", ": ", ",", "#",
        "&a ", "*a", "!!x ", "| ", "> ", "? ", "- ", "---\n", "...\n", "%YAML 9.9\n", "-", "+", ".", "0", "-1", "9223372036854775807",
        "18446744073709551616", "1e999", "NaN", "h",
        "ns", "0x", "=", "==", "--", "$(x)", "`x`", "~", "null", "true", "../", "/", "é", "\uFFFD", "0000-00-00T00:00:00Z",
        "9999-12-31T23:59:60+23:59", "<<: *a\n",
    ];

    public static Arbitrary<string> Of(params string[] seeds)
    {
        var cuts = Gen.Choose(0, int.MaxValue).Zip(Gen.Choose(0, int.MaxValue), (at, what) => (at, what)).ListOf();
        return Arb.From(Gen.Elements(seeds).Zip(cuts, (seed, edits) => Damage(seed, edits, seeds)), Shrink);
    }

    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static string Damage(string seed, IEnumerable<(int At, int What)> edits, string[] seeds)
    {
        var text = new StringBuilder(seed);
        foreach (var (at, what) in edits)
        {
            var position = at % (text.Length + 1);
            var length = Math.Min(what / 7 % 9, text.Length - position);
            switch (what % 6)
            {
                case 0 or 1:
                    text.Insert(position, Morsels[what / 7 % Morsels.Length]);
                    break;
                case 2:
                    text.Remove(position, length);
                    break;
                case 3:
                    text.Insert(position, text.ToString(position, length));
                    break;
                case 4 when position < text.Length:
                    text[position] = (char)(what / 7 % 0x3000);
                    break;
                case 5 when text.Length < 4096:
                    text.Insert(position, seeds[what / 7 % seeds.Length]);
                    break;
            }
        }

        return text.ToString();
    }

    private static IEnumerable<string> Shrink(string text)
    {
        for (var length = text.Length / 2; length > 0; length /= 2)
        {
            for (var at = 0; at + length <= text.Length; at += length) yield return text.Remove(at, length);
        }
    }
}
