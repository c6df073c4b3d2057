using System.Globalization;

namespace Kubexit.Benchmarks.WholeProcess;

/// <summary>Repeated measurements of one thing.</summary>
internal sealed class Sample
{
    private readonly List<double> _values = [];

    public int Count => _values.Count;

    public double Median => Quantile(0.5);

    public double Max => Quantile(1);

    public IReadOnlyList<double> Values => _values;

    public void Add(double value) => _values.Add(value);

    public double Quantile(double fraction)
    {
        if (_values.Count == 0) return double.NaN;
        _values.Sort();
        return _values[Math.Min(_values.Count - 1, (int)(_values.Count * fraction))];
    }

    /// <summary>The median and, in brackets, the 99th percentile.</summary>
    public string ToString(string format) =>
        Count == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{Text(Median, format)} ({Text(Quantile(0.99), format)})");

    public static string Text(double value, string format) =>
        double.IsNaN(value) ? "" : value.ToString(format, CultureInfo.InvariantCulture);
}
