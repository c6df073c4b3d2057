using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Kubexit.Graveyards;

namespace Kubexit.Tests.Graveyards;

/// <summary>Random tombstones, and random damage to their texts.</summary>
internal static class TombstoneGenerators
{
    private static readonly Gen<DateTimeOffset> Time =
        Gen.Choose(0, int.MaxValue).Zip(Gen.Choose(0, int.MaxValue), (days, ticks) =>
            new DateTimeOffset((days % 3_652_059L * TimeSpan.TicksPerDay) + (ticks * 400L % TimeSpan.TicksPerDay), TimeSpan.Zero));

    private static readonly Gen<string> Word = Gen.OneOf(
        Gen.Elements("TERM", "RTMIN+1", "app", "null", "NULL", "~", "true", "1e3", "a: b", "x\"y\\z", "#x", " a ", "-1", "ünïcode", "😀",
            "{}", "a\tb"),
        Gen.Elements("abcdefghijklmnop0123456789.-_+".ToCharArray()).NonEmptyListOf().Select(
            c => string.Concat(c.Take(TombstoneFields.MaxLifeBytes))));

    private static readonly Gen<string> Life = Gen.Elements("0123456789abcdef".ToCharArray()).ListOf(32).Select(c => string.Concat(c));

    private static readonly Gen<string> ContainerName = Gen.OneOf(
        Gen.Elements("null", "true", "1e3", "2048", "0x1", "my_app", "a.b"),
        Gen.Elements("abcdefghijklmnopqrstuvwxyz0123456789-".ToCharArray()).NonEmptyListOf().Select(c => $"a{string.Concat(c)}"));

    private static readonly Gen<BirthDependency> Awaited =
        from name in Gen.OneOf(ContainerName, ContainerName.Select(name => $"job/{name}"))
        from condition in Gen.Elements(Enum.GetValues<BirthCondition>())
        from isOptional in Gen.Elements(true, false)
        select new BirthDependency(name, condition, isOptional);

    private static readonly Gen<AnsweredDeath> Death =
        Word.OrNull().Zip(Optional(Time), (life, died) => new AnsweredDeath(life, died));

    public static Arbitrary<Tombstone> Tombstones { get; } = (
        from born in Optional(Time)
        from died in Optional(Time)
        from ready in Optional(Time)
        from waiting in Optional(Time)
        from code in Optional(Gen.Choose(-1, 255))
        from reason in Optional(Gen.Elements(Enum.GetValues<DeathReason>()))
        from life in Word.OrNull()
        from signal in Optional(Gen.Choose(1, 64).Select(Signal.FromNumber))
        from awaits in Word.OrNull()
        from answered in Word.Zip(Death, (name, death) => (name, death)).ListOf()
        select new Tombstone
        {
            Born = born,
            Died = died,
            Ready = ready,
            Waiting = waiting,
            ExitCode = code,
            Reason = reason,
            Life = life,
            Signal = signal,
            Awaits = awaits,
            Answered = answered.GroupBy(a => a.name).ToDictionary(g => g.Key, g => g.First().death),
        }).ToArbitrary();

    /// <summary>What a wrapper of ours can write: names of containers, ids and signals as they are made.</summary>
    public static Arbitrary<Tombstone> OfAWrapper { get; } = (
        from tombstone in Tombstones.Generator
        from life in Life.OrNull()
        from awaits in Awaited.NonEmptyListOf().Select(entries => string.Join(',', entries)).OrNull()
        from answered in ContainerName.Zip(
            Life.Zip(Optional(Time), (id, died) => new AnsweredDeath(id, died)), (name, death) => (name, death)).ListOf()
        select tombstone with
        {
            Life = life,
            Awaits = awaits,
            Answered = answered.GroupBy(a => a.name).ToDictionary(g => g.Key, g => g.First().death),
        }).ToArbitrary();

    /// <summary>Texts of tombstones with a few bytes removed, replaced or inserted, or a line moved, doubled or dropped.</summary>
    public static Arbitrary<byte[]> DamagedTexts { get; } = (
        from tombstone in Tombstones.Generator
        from edits in Gen.Choose(0, int.MaxValue).ListOf()
        select edits.Take(4).Aggregate(TombstoneText.Write(tombstone), Damage)).ToArbitrary();

    private static Gen<T?> Optional<T>(Gen<T> gen)
        where T : struct => Gen.OneOf(Gen.Constant((T?)null), gen.Select(v => (T?)v));

    private static byte[] Damage(byte[] text, int seed)
    {
        var random = new Random(seed);
        const string interesting = "\n: \"'{}[]#&*!|>-?,~%@`\\\t0a\r";
        var bytes = text.ToList();
        var at = random.Next(bytes.Count + 1);
        switch (random.Next(5))
        {
            case 0 when at < bytes.Count:
                bytes.RemoveAt(at);
                break;
            case 1 when at < bytes.Count:
                bytes[at] = (byte)interesting[random.Next(interesting.Length)];
                break;
            case 2:
                bytes.Insert(at, (byte)interesting[random.Next(interesting.Length)]);
                break;
            case 3:
                bytes.RemoveRange(0, at);
                break;
            default:
                var lines = Encoding.Latin1.GetString(text).Split('\n').ToList();
                var (from, to) = (random.Next(lines.Count), random.Next(lines.Count));
                lines.Insert(to, lines[from]);
                if (random.Next(2) == 0) lines.RemoveAt(random.Next(lines.Count));
                return Encoding.Latin1.GetBytes(string.Join('\n', lines));
        }

        return [.. bytes];
    }
}
