using Kubexit.Graveyards;
using Kubexit.Platform;
using Kubexit.Tests.Fakes;

namespace Kubexit.Tests.Graveyards;

public sealed class TombstoneObservationTests
{
    /// <summary>Tombstone: none, bad (cannot be understood), or the life it is of with a + when it says Died.</summary>
    [Theory]
    [InlineData("none", "Absent", null, Vitality.Absent)]
    [InlineData("none", "Unknown", null, Vitality.Absent)]
    [InlineData("none", "Held", "1", Vitality.Alive)]
    [InlineData("none", "Free", "1", Vitality.Vanished)]
    [InlineData("none", "Free", null, Vitality.Absent)] // Made and not locked yet.
    [InlineData("original", "Free", null, Vitality.Alive)]
    [InlineData("original+", "Free", null, Vitality.Dead)]
    [InlineData("bad", "Free", null, Vitality.Alive)]
    [InlineData("bad", "Absent", null, Vitality.Alive)]
    [InlineData("bad", "Unknown", null, Vitality.Alive)]
    [InlineData("bad", "Held", "1", Vitality.Alive)]
    [InlineData("bad", "Free", "1", Vitality.Vanished)]
    [InlineData("original", "Absent", null, Vitality.Alive)]
    [InlineData("original+", "Absent", null, Vitality.Dead)]
    [InlineData("original+", "Unknown", null, Vitality.Dead)]
    [InlineData("original", "Held", "1", Vitality.Starting)]
    [InlineData("original+", "Held", "1", Vitality.Starting)]
    [InlineData("original+", "Free", "1", Vitality.Vanished)]
    [InlineData("1", "Held", "1", Vitality.Alive)]
    [InlineData("1+", "Held", "1", Vitality.Dead)]
    [InlineData("1", "Free", "1", Vitality.Vanished)]
    [InlineData("1+", "Free", "1", Vitality.Dead)]
    [InlineData("1", "Absent", null, Vitality.Alive)]
    [InlineData("1+", "Absent", null, Vitality.Dead)]
    [InlineData("1", "Held", "2", Vitality.Starting)]
    [InlineData("1+", "Held", "2", Vitality.Starting)]
    [InlineData("1+", "Held", null, Vitality.Starting)]
    [InlineData("1", "Free", "2", Vitality.Vanished)]
    [InlineData("1+", "Free", "2", Vitality.Vanished)]
    public void Vitality_TombstoneAndLock_AreJudgedTogether(string tombstone, string state, string? lockLife, Vitality expected)
    {
        var observation = new TombstoneObservation(
            "app", Parse(tombstone), new LockProbe(Enum.Parse<LockState>(state), lockLife), tombstone == "bad" ? "it is empty" : null);
        Assert.Equal(expected, observation.Vitality);
        Assert.Equal(expected is Vitality.Dead or Vitality.Vanished, observation.IsDead);
        Assert.Equal(expected == Vitality.Dead ? 3 : null, observation.ExitCode);
    }

    [Theory]
    [InlineData("1+", "1", "1", true)]
    [InlineData("1", "1", "1", false)]
    [InlineData("1+", "2", "2", false)]
    [InlineData("none", "2", "2", false)]
    public void Death_OfTheLifeThatEnded_IsNamed(string tombstone, string lockLife, string life, bool hasDied)
    {
        var observation = new TombstoneObservation("app", Parse(tombstone), new LockProbe(LockState.Free, lockLife), null);
        Assert.Equal(new AnsweredDeath(life, hasDied ? Looks.Noon : null), observation.Death);
    }

    private static Tombstone? Parse(string text)
    {
        if (text is "none" or "bad") return null;
        var life = text.TrimEnd('+');
        return new Tombstone
        {
            Life = life == "original" ? null : life,
            Born = Looks.Noon,
            Died = text.EndsWith('+') ? Looks.Noon : null,
            ExitCode = 3
        };
    }
}
