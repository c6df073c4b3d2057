namespace Kubexit.Configuration;

/// <summary>What became of a text somebody typed: a value, or the problem with it in the form <c>cause. What to do.</c></summary>
internal readonly record struct Parsed<T>
{
    private Parsed(T? value, string? problem)
    {
        Value = value;
        Problem = problem;
    }

    /// <summary>The value; meaningful only when <see cref="Problem"/> is <see langword="null"/>.</summary>
    public T? Value { get; }

    public string? Problem { get; }

    public static Parsed<T> Ok(T value) => new(value, null);

    public static Parsed<T> Bad(string problem) => new(default, problem);

    /// <summary>The value, or the same problem where another type is wanted.</summary>
    public Parsed<TOther> Select<TOther>(Func<T, TOther> convert) =>
        Problem is null ? Parsed<TOther>.Ok(convert(Value!)) : Parsed<TOther>.Bad(Problem);

    /// <summary>Adds a check to a value that could be read.</summary>
    public Parsed<TOther> Then<TOther>(Func<T, Parsed<TOther>> next) => Problem is null ? next(Value!) : Parsed<TOther>.Bad(Problem);
}
