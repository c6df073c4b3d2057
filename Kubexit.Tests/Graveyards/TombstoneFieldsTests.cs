using System.Reflection;
using FsCheck;
using FsCheck.Fluent;
using Kubexit.Graveyards;
using Kubexit.Tests.Infrastructure;

namespace Kubexit.Tests.Graveyards;

/// <summary>Whatever <see cref="Tombstone"/> has, reader, writer and equality know; a key added to it alone fails here.</summary>
public sealed class TombstoneFieldsTests
{
    public static TheoryData<string> Properties => new(Fields.Select(p => p.Name));

    private static IEnumerable<PropertyInfo> Fields => typeof(Tombstone)
        .GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
        .Where(property => property.CanWrite);

    [Fact]
    public void Keys_AreTheProperties() => Assert.Equal(Fields.Select(p => p.Name).Order(), Enum.GetNames<TombstoneKey>());

    [Fact]
    public void NameOf_EveryKey_IsItsName() => Assert.All(Enum.GetValues<TombstoneKey>(), key =>
    {
        Assert.Equal(key.ToString(), System.Text.Encoding.UTF8.GetString(TombstoneFields.NameOf(key)));
        Assert.Equal(key, TombstoneFields.KeyOf(TombstoneFields.NameOf(key)));
    });

    [Theory]
    [MemberData(nameof(Properties))]
    public void Property_SetAlone_IsWrittenReadAndCompared(string name)
    {
        var property = Fields.Single(p => p.Name == name);
        var tombstone = new Tombstone();
        property.SetValue(tombstone, SampleOf(property.PropertyType));
        var text = TombstoneText.Write(tombstone);

        Assert.NotEqual(new Tombstone(), tombstone);
        Assert.Equal(tombstone, CanonicalTombstoneReader.TryRead(text));
        Assert.Equal(tombstone, YamlTombstoneReader.TryRead(text, out _));
    }

    /// <summary>Were it not so, every death would take the slow reader, and only a benchmark would tell.</summary>
    [Fact]
    public void CanonicalReader_WhateverAWrapperWrites_IsRead() => Prop.ForAll(
        TombstoneGenerators.OfAWrapper,
        tombstone => tombstone.Equals(CanonicalTombstoneReader.TryRead(TombstoneText.Write(tombstone)))).Check(Runs.Of(100));

    private static object SampleOf(Type type) =>
        type == typeof(DateTimeOffset?) ? new DateTimeOffset(2026, 11, 20, 10, 41, 46, TimeSpan.Zero)
        : type == typeof(int?) ? 7
        : type == typeof(string) ? "1f"
        : type == typeof(Signal?) ? Signal.Term
        : type == typeof(DeathReason?) ? DeathReason.HookFailed
        : type == typeof(IReadOnlyDictionary<string, AnsweredDeath>) ? new Dictionary<string,
            AnsweredDeath>
        { ["2048"] = new("1f", DateTimeOffset.UnixEpoch) }
        : throw new NotSupportedException($"There is no sample of {type}. Add one.");
}
