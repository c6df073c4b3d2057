namespace OneShotMigration;

/// <summary>
/// Migrations as every tool does them: numbered steps, and in the database a record of those that have been applied. The database here is a
/// file of lines.
/// </summary>
internal static class Migrations
{
    /// <summary>Applies what has not been applied, in the order of the file names.</summary>
    /// <returns>How many.</returns>
    /// <exception cref="InvalidDataException">A migration is wrong; those before it are applied.</exception>
    /// <exception cref="OperationCanceledException">Asked to stop between two migrations.</exception>
    public static async Task<int> ApplyAsync(string folder, string database, CancellationToken stop)
    {
        var lines = File.Exists(database) ? [.. await File.ReadAllLinesAsync(database, stop)] : new List<string>();
        var applied = 0;
        foreach (var file in Directory.GetFiles(folder, "*.sql").Order(StringComparer.Ordinal))
        {
            stop.ThrowIfCancellationRequested();
            var record = $"-- applied {Path.GetFileName(file)}";
            if (lines.Contains(record)) continue;
            var statement = (await File.ReadAllTextAsync(file, stop)).Trim();
            if (!statement.EndsWith(';'))
                throw new InvalidDataException($"Cannot apply {Path.GetFileName(file)}: a statement ends with a semicolon.");
            lines.AddRange([statement, record]);

            // Step and record at once, as in a transaction: a kill in between leaves neither half of it.
            await File.WriteAllLinesAsync(database + ".new", lines, CancellationToken.None);
            File.Move(database + ".new", database, overwrite: true);
            applied++;
        }

        return applied;
    }
}
