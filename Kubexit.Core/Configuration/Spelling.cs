namespace Kubexit.Configuration;

/// <summary>Finds the word that somebody most likely meant.</summary>
internal static class Spelling
{
    /// <param name="word">What was typed.</param>
    /// <param name="known">What could have been meant.</param>
    /// <param name="prefixLength">How much of the word's beginning is right at any rate.</param>
    /// <returns><see langword="null"/> when nothing is near.</returns>
    public static string? Nearest(string word, IEnumerable<string> known, int prefixLength = 0)
    {
        string? nearest = null;
        foreach (var name in known.Order(StringComparer.Ordinal))
        {
            if (nearest is null || Distance(word, name) < Distance(word, nearest)) nearest = name;
        }

        return nearest is not null && Distance(word, nearest) <= Math.Max(1, (word.Length - prefixLength) / 3) ? nearest : null;
    }

    /// <summary>The Levenshtein distance: how many letters to insert, remove or replace.</summary>
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[b.Length];
    }
}
