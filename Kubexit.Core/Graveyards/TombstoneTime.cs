namespace Kubexit.Graveyards;

/// <summary>A time of a tombstone, or none: a third of what a nullable <see cref="DateTimeOffset"/> takes. UTC.</summary>
internal readonly record struct TombstoneTime
{
    // One more than the ticks, so that the default is no time.
    private readonly long _value;

    private TombstoneTime(long value) => _value = value;

    public static implicit operator TombstoneTime(DateTimeOffset? time) => new(time is { } value ? value.UtcTicks + 1 : 0);

    public static implicit operator DateTimeOffset?(TombstoneTime time) =>
        time._value == 0 ? null : new DateTimeOffset(time._value - 1, TimeSpan.Zero);
}
