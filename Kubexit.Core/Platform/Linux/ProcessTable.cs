using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Kubexit.Platform.Linux;

/// <summary>The processes that /proc shows.</summary>
internal static class ProcessTable
{
    /// <param name="Id">Its id.</param>
    /// <param name="State">Its state as a letter.</param>
    /// <param name="Parent">Its parent's id.</param>
    /// <param name="Group">The id of its process group.</param>
    public readonly record struct Row(int Id, char State, int Parent, int Group)
    {
        /// <summary>It has ended, and nobody has asked how.</summary>
        public bool IsZombie => State is 'Z' or 'X';
    }

    /// <returns>What is there now; <see langword="null"/> when nothing can be known, for there is no /proc.</returns>
    public static List<Row>? Read()
    {
        var rows = new List<Row>();
        try
        {
            foreach (var path in Directory.EnumerateDirectories("/proc"))
            {
                var name = Path.GetFileName(path.AsSpan());
                if (int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && RowOf(id) is { } row) rows.Add(row);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }

        return rows.Count > 0 ? rows : null;
    }

    /// <returns><see langword="null"/> when it has gone meanwhile.</returns>
    public static Row? RowOf(int id)
    {
        // ID (NAME) STATE PARENT GROUP …, and the name may hold anything.
        var text = ProcFile.Read(Encoding.ASCII.GetBytes($"/proc/{id}/stat"));
        if (text?.AsSpan().LastIndexOf((byte)')') is not (>= 0 and var end)) return null;
        var rest = text.AsSpan(Math.Min(end + 2, text.Length));
        if (rest.Length < 3 || !Utf8Parser.TryParse(rest[2..], out int parent, out var length)) return null;
        var state = (char)rest[0];
        return Utf8Parser.TryParse(rest[Math.Min(2 + length + 1, rest.Length)..], out int group, out _) ? new Row(id, state, parent, group)
            : null;
    }
}
