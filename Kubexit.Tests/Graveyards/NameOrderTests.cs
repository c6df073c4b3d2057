using FsCheck;
using FsCheck.Fluent;
using Kubexit.Graveyards;

namespace Kubexit.Tests.Graveyards;

/// <summary>The quick way to sort names is held to the plain one.</summary>
public sealed class NameOrderTests
{
    private static readonly Gen<string[]> Names =
        from start in Gen.Elements("", "a", "neighbour-", "ü")
        from ends in Gen.Elements("\u0001-09aü世\uD83D\uDE00\uFFFF".ToCharArray()).ListOf().ListOf()
        select ends.Select(end => start + string.Concat(end)).ToArray();

    [Fact]
    public void Sort_AnyNames_IsTheOrdinalOrder() =>
        Prop.ForAll(Names.ToArbitrary(), names =>
        {
            var entries = names.Select(name => new GraveyardEntry(name, Vitality.Dead, null, null)).ToArray();
            NameOrder.Sort(entries);
            return entries.Select(e => e.Name).SequenceEqual(names.Order(StringComparer.Ordinal));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Sort_Crowd_EveryEntryKeepsItsName()
    {
        var names = Enumerable.Range(0, 3000).Select(i => $"neighbour-{i}").ToArray();
        new Random(1).Shuffle(names);
        var entries = names.Select(n => new GraveyardEntry(n, Vitality.Dead, null, n)).ToArray();
        NameOrder.Sort(entries);
        Assert.Equal(names.Order(StringComparer.Ordinal), entries.Select(e => e.Name));
        Assert.All(entries, e => Assert.Same(e.Name, e.Problem));
    }
}
