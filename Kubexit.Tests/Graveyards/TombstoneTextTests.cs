using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Kubexit.Graveyards;
using Kubexit.Tests.Infrastructure;

namespace Kubexit.Tests.Graveyards;

public sealed class TombstoneTextTests
{
    private static readonly DateTimeOffset Time = new(2026, 11, 20, 10, 41, 47, TimeSpan.Zero);

    [Fact]
    public void Write_AllKeys_AreSortedAndQuotedAsTheOriginalDoes() => Assert.Equal(
        """
        Answered:
          app:
            Died: "2026-11-20T10:41:47Z"
            Life: "abc"
        Awaits: "db:born,job/migrate?:succeeded"
        Born: "2026-11-20T10:41:46.9926314Z"
        Died: "2026-11-20T10:41:47Z"
        ExitCode: 143
        Life: "x1"
        Ready: "2026-11-20T10:41:47Z"
        Reason: Terminated
        Signal: TERM
        Waiting: "2026-11-20T10:41:47Z"

        """,
        Encoding.UTF8.GetString(TombstoneText.Write(new()
        {
            Answered = new Dictionary<string, AnsweredDeath> { ["app"] = new("abc", Time) },
            Awaits = "db:born,job/migrate?:succeeded",
            Born = Time.AddTicks(-73686),
            Died = Time,
            ExitCode = 143,
            Life = "x1",
            Ready = Time,
            Reason = DeathReason.Terminated,
            Signal = Signal.Term,
            Waiting = Time,
        })));

    [Fact]
    public void Write_AnyTombstone_IsReadBackTheSame() => Prop.ForAll(TombstoneGenerators.Tombstones, tombstone =>
    {
        var text = TombstoneText.Write(tombstone);
        var read = TombstoneText.TryRead(text, out var problem);
        Assert.True(tombstone.Equals(read), $"{problem}\n{Encoding.UTF8.GetString(text)}");
    }).Check(Runs.Of(2000));

    [Fact]
    public void CanonicalReader_WhateverItAccepts_YamlReaderReadsAlike() => Prop.ForAll(TombstoneGenerators.DamagedTexts, text =>
    {
        if (CanonicalTombstoneReader.TryRead(text) is not { } canonical) return;
        var yaml = YamlTombstoneReader.TryRead(text, out var problem);
        Assert.True(canonical.Equals(yaml), $"{problem}\n{Encoding.UTF8.GetString(text)}");
    }).Check(Runs.Of(20_000));

    [Fact]
    public void TryRead_NameWithoutAnswer_IsNoAnswer() =>
        Assert.Equal(new Tombstone { Life = "x" }, TombstoneText.TryRead("Answered:\n  app:\nLife: x\n"u8, out _));

    [Fact]
    public void Write_NothingToSay_IsNoEmptyFile() =>
        Assert.Equal(new Tombstone(), TombstoneText.TryRead(TombstoneText.Write(new()), out _));

    // An earlier tombstone of ours, whoever damaged it, is carried on.
    [Theory]
    [InlineData("Answered: {'': {Life: x}}")]
    [InlineData("Answered: {\"\\uD83D\\uDE00\": {Life: x}}")]
    [InlineData("Answered: {\"\\uD83D\": {Life: x}}")]
    [InlineData("Answered: {\"a\\0\\n\\e\": {Life: \"\\x07\"}}")]
    public void TryRead_OddAnswers_AreWrittenBackOrRefused(string text)
    {
        if (TombstoneText.TryRead(Encoding.UTF8.GetBytes(text), out var problem) is { } tombstone)
            Assert.Equal(tombstone, TombstoneText.TryRead(TombstoneText.Write(tombstone), out _));
        else Assert.NotNull(problem);
    }

    [Fact]
    public void TryRead_DamagedText_NeverThrowsAndSaysTheProblem() => Prop.ForAll(TombstoneGenerators.DamagedTexts, text =>
        (TombstoneText.TryRead(text, out var problem) is null) == (problem is not null)).Check(
            Runs.Of(5000));

    [Fact]
    public void TryRead_RandomBytes_NeverThrowsAndSaysTheProblem()
    {
        var random = new Random(1);
        var alphabet = Encoding.ASCII.GetBytes("\n\n  :-?{}[],&*!|>'\"%#\t\\abD0~").Append((byte)0xC3).Append((byte)0).ToArray();
        for (var i = 0; i < 20_000; i++)
        {
            var text = random.GetItems(alphabet, random.Next(40));
            Assert.Equal(TombstoneText.TryRead(text, out var problem) is null, problem is not null);
        }
    }

    [Theory]
    [InlineData("{\"Born\":\"2026-11-20T10:41:46Z\",\"Died\":\"2026-11-20T10:41:47Z\",\"ExitCode\":3}")]
    [InlineData("{\n\t\"Died\": \"2026-11-20T10:41:47Z\",\n\t\"ExitCode\": 3\n}\n")]
    [InlineData("died: \"2026-11-20T10:41:47Z\"\nEXITCODE: 3\n")]
    [InlineData("Died: 2026-11-20T10:41:47Z\nExitCode: 3\n")]
    [InlineData("Died: '2026-11-20T10:41:47Z'\nExitCode: 3")]
    [InlineData("Died: \"2026-11-20T12:41:47+02:00\"\nExitCode: 3\n")]
    [InlineData("Died: \"2026-11-20T10:41:47.0000000001Z\"\nExitCode: 3\n")]
    [InlineData("# by hand\n---\nDied: \"2026-11-20T10:41:47Z\" # late\nExitCode: 3\n...\n")]
    [InlineData("Died: \"2026-11-20T10:41:47Z\"\r\nExitCode: 3\r\n")]
    [InlineData("Died: \"2026-11-20T10:41:47Z\"\nExitCode: 3\nPod: {a: [1, {b: c}]}\n? [x]\n: y\n2: 3\n+1: x\nBorn,Died: y\n")]
    [InlineData("Died: \"2026-11-20T10:41:47Z\"\nExitCode: 3\nBorn: null\nReady: ~\nLife:\nReason: FromTheFuture\n")]
    [InlineData("Died: \"2026-11-20T10:41:47Z\"\nExitCode: 3\nAnswered: 5\n")]
    public void TryRead_WhatTheOriginalTolerates_B7_IsRead(string text)
    {
        var tombstone = TombstoneText.TryRead(Encoding.UTF8.GetBytes(text), out var problem);
        Assert.Null(problem);
        Assert.Equal((Time, 3, null, null), (tombstone?.Died, tombstone?.ExitCode, tombstone?.Life, tombstone?.Reason));
    }

    [Theory]
    [InlineData("", "it is empty")]
    [InlineData("Born: \"2026-11-20T10:4", "line 1")]
    [InlineData("Died: \"2026-11-20T10:41:47Z\"\nExitCode: \"", "line 2")]
    [InlineData("Died: yesterday\n", "Died cannot be 'yesterday'")]
    [InlineData("ExitCode: 3.5\n", "ExitCode cannot be '3.5'")]
    [InlineData("[1, 2]\n", "line 1")]
    [InlineData("just text\n", "line 1")]
    public void TryRead_HalfWrittenOrMalformed_B7_SaysTheProblem(string text, string problem)
    {
        Assert.Null(TombstoneText.TryRead(Encoding.UTF8.GetBytes(text), out var said));
        Assert.Contains(problem, said);
    }

    [Fact]
    public void TryRead_InvalidUtf8_SaysTheProblem()
    {
        Assert.Null(TombstoneText.TryRead([.. "Life: \""u8, 0xC3, .. "\"\n"u8], out var problem));
        Assert.Equal("it is not UTF-8", problem);
    }

    [Fact]
    public void TryRead_Alias_IsNotExpanded()
    {
        var bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
        for (var i = 1; i < 30; i++) bomb.Append($"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 9))}]\n");
        bomb.Append("Died: \"2026-11-20T10:41:47Z\"\n");
        var start = LibC.ThreadTime;
        Assert.Equal(Time, TombstoneText.TryRead(Encoding.UTF8.GetBytes(bomb.ToString()), out _)?.Died);
        Assert.Null(TombstoneText.TryRead(Encoding.UTF8.GetBytes(bomb.Append("Life: *a29\n").ToString()), out var problem));
        Assert.Equal("line 32: Life is not a single value", problem);
        Assert.InRange(LibC.ThreadTime - start, TimeSpan.Zero, TimeSpan.FromSeconds(1));
    }

    [Theory]
    [InlineData("", "[")]
    [InlineData("x: ", "[")]
    [InlineData("x: ", "{")]
    [InlineData("x: ", "[{")]
    [InlineData("", "? ")]
    [InlineData("", "- ")]
    [InlineData("x: ", "&a ")]
    [InlineData("x: ", "!t ")]
    [InlineData("", "a: {")]
    [InlineData("x: {", "a:b,")]
    [InlineData("x: [", "a\n")]
    [InlineData("", "%a\n")]
    [InlineData("x: ", "a\n\n ")]
    [InlineData("", "a\n")]
    [InlineData("", "a: b\n")]
    public void TryRead_64KibOfNesting_IsRefusedQuickly(string start, string repeated)
    {
        var text = Encoding.UTF8.GetBytes(start + string.Concat(Enumerable.Repeat(repeated, (64 * 1024 / repeated.Length) - 4)));
        var began = LibC.ThreadTime;
        TombstoneText.TryRead(text, out _);
        Assert.InRange(LibC.ThreadTime - began, TimeSpan.Zero, TimeSpan.FromSeconds(1));
    }
}
