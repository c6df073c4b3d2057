using System.Text;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Kubexit.Graveyards;

/// <summary>
/// Reads any YAML or JSON mapping as the Go original does: keys in any case, unknown keys ignored. Works on parser events, so
/// an alias is never expanded, and gives up on deep nesting.
/// </summary>
internal static class YamlTombstoneReader
{
    private const int MaxDepth = 16;
    private static readonly string[] KeyNames = Enum.GetNames<TombstoneKey>();

    /// <returns>The tombstone, or <see langword="null"/> and what is wrong with the text.</returns>
    public static Tombstone? TryRead(ReadOnlySpan<byte> text, out string? problem, Tombstone? known = null)
    {
        try
        {
            var strict = new UTF8Encoding(false, throwOnInvalidBytes: true);
            if (text.StartsWith(Encoding.UTF8.Preamble)) text = text[Encoding.UTF8.Preamble.Length..];
            var parser = new Parser(new StringReader(strict.GetString(text)));
            problem = null;
            return Read(parser, known);
        }
        catch (DecoderFallbackException)
        {
            problem = "it is not UTF-8";
        }
        catch (YamlException e)
        {
            problem = $"line {e.Start.Line}: {PrintableText.Shortened(e.Message)}";
        }
        catch (Exception e)
        {
            // On some damaged texts the parser trips over itself (an unfinished directive, half a surrogate pair), and a neighbour's
            // text ends no loop of ours.
            problem = $"it is not YAML ({PrintableText.Shortened(e.Message)})";
        }

        return null;
    }

    private static Tombstone Read(Parser parser, Tombstone? known)
    {
        parser.Consume<StreamStart>();
        parser.Consume<DocumentStart>();
        parser.Consume<MappingStart>();
        var builder = new TombstoneBuilder(known);
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            if (KeyOf(ReadKey(parser)) is not { } key)
                Skip(parser);
            else if (key == TombstoneKey.Answered)
                ReadAnswers(parser, ref builder);
            else
                ReadValue(parser, key, ref builder);
        }

        return builder.Build();
    }

    private static void ReadValue(Parser parser, TombstoneKey key, ref TombstoneBuilder builder)
    {
        if (!parser.Accept<Scalar>(out _))
        {
            var (start, end) = (parser.Current!.Start, parser.Current.End);
            Skip(parser);
            throw new YamlException(start, end, $"{key} is not a single value");
        }

        if (ReadScalar(parser) is { } scalar && !builder.TrySet(key, Encoding.UTF8.GetBytes(scalar.Value)))
            throw new YamlException(scalar.Start, scalar.End, $"{key} cannot be '{Shorten(scalar.Value)}'");
    }

    private static void ReadAnswers(Parser parser, ref TombstoneBuilder builder)
    {
        if (!parser.TryConsume<MappingStart>(out _))
        {
            Skip(parser);
            return;
        }

        while (!parser.TryConsume<MappingEnd>(out _))
        {
            var name = ReadKey(parser);
            if (name is null || !parser.TryConsume<MappingStart>(out _))
            {
                Skip(parser);
                continue;
            }

            DateTimeOffset? died = null;
            string? life = null;
            while (!parser.TryConsume<MappingEnd>(out _))
            {
                var key = ReadKey(parser);
                var value = ReadScalar(parser)?.Value;
                if (key == "Life") life = value;
                else if (key == "Died" && value is not null && Rfc3339.TryParse(Encoding.UTF8.GetBytes(value), out var time)) died = time;
            }

            builder.AddAnswer(name, new AnsweredDeath(life, died));
        }
    }

    // Not Enum.TryParse: it reads numbers and lists too.
    private static TombstoneKey? KeyOf(string? name)
    {
        var index = Array.FindIndex(KeyNames, n => n.Equals(name, StringComparison.OrdinalIgnoreCase));
        return index < 0 ? null : (TombstoneKey)index;
    }

    private static string? ReadKey(Parser parser)
    {
        if (parser.TryConsume<Scalar>(out var scalar)) return scalar.Value;
        Skip(parser);
        return null;
    }

    /// <returns>The scalar; <see langword="null"/> for YAML's null and for anything that is no scalar, which is skipped.</returns>
    private static Scalar? ReadScalar(Parser parser)
    {
        if (!parser.TryConsume<Scalar>(out var scalar))
        {
            Skip(parser);
            return null;
        }

        return scalar.IsPlainImplicit && scalar.Value is "" or "~" or "null" or "Null" or "NULL" ? null : scalar;
    }

    private static void Skip(Parser parser)
    {
        var depth = 0;
        do
        {
            var e = parser.Consume<ParsingEvent>();
            depth += e.NestingIncrease;
            if (depth > MaxDepth) throw new YamlException(e.Start, e.End, $"it is nested more than {MaxDepth} deep");
        }
        while (depth > 0);
    }

    private static string Shorten(string value) => value.Length <= 40 ? value : value[..40] + "…";
}
