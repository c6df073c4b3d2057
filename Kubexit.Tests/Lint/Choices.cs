namespace Kubexit.Tests.Lint;

/// <summary>
/// Decisions taken from a list of numbers, so that FsCheck shrinks what they decide; when the list ends the first choice counts.
/// </summary>
internal sealed class Choices(IReadOnlyList<int> numbers)
{
    private int _next;

    public int Below(int limit) => _next < numbers.Count ? (numbers[_next++] & int.MaxValue) % limit : 0;

    public bool OneIn(int count) => Below(count) == count - 1;

    public T Of<T>(params ReadOnlySpan<T> values) => values[Below(values.Length)];
}
