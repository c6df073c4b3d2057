using System.Globalization;

namespace Kubexit.Benchmarks.WholeProcess;

/// <summary>The options of the whole-process verbs: <c>--name value</c>, in any order, some repeatable.</summary>
internal sealed class Options
{
    private readonly List<(string Name, string Value)> _given = [];

    public Options(string[] args, params string[] known)
    {
        for (var i = 0; i < args.Length; i += 2)
        {
            if (!known.Contains(args[i]) || i + 1 == args.Length)
                throw new ArgumentException($"Cannot use '{args[i]}'. Options, each with a value: {string.Join(' ', known)}.");
            _given.Add((args[i], args[i + 1]));
        }
    }

    public IEnumerable<string> All(string name) => _given.Where(o => o.Name == name).Select(o => o.Value);

    public string Text(string name, string byDefault) => All(name).LastOrDefault() ?? byDefault;

    public int Number(string name, int byDefault) => Parse(name, Text(name, byDefault.ToString(CultureInfo.InvariantCulture)), least: 0);

    /// <summary>Several numbers above zero, with commas.</summary>
    public IReadOnlyList<int> Numbers(string name, string byDefault) =>
        [.. Text(name, byDefault).Split(',', StringSplitOptions.RemoveEmptyEntries).Select(number => Parse(name, number, least: 1))];

    private static int Parse(string name, string value, int least) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least
            ? number
            : throw new ArgumentException($"Cannot use {name} '{value}'. Write a number, {least} or greater.");
}
