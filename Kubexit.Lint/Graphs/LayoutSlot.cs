namespace Kubexit.Lint.Graphs;

/// <summary>A place in a column: a box, or where a long arrow passes.</summary>
internal sealed class LayoutSlot
{
    /// <summary>The box; <see langword="null"/> where an arrow passes.</summary>
    public int? Node { get; init; }

    public required int Column { get; init; }

    /// <summary>In pixels.</summary>
    public double Height { get; set; } = 12;

    /// <summary>Its middle, in pixels.</summary>
    public double Y { get; set; }

    /// <summary>The pieces of arrows that end at its left side.</summary>
    public List<LayoutPiece> Left { get; } = [];

    /// <summary>The pieces of arrows that end at its right side.</summary>
    public List<LayoutPiece> Right { get; } = [];

    public IEnumerable<LayoutSlot> LeftNeighbours => Left.Select(piece => piece.Other(this));

    public IEnumerable<LayoutSlot> RightNeighbours => Right.Where(piece => !piece.IsLoop).Select(piece => piece.Other(this));
}

/// <summary>An arrow's way through one gap between two columns, or from one box to another of the same column.</summary>
internal sealed class LayoutPiece
{
    /// <summary>The place of the arrow in <see cref="PodGraph.Edges"/>.</summary>
    public required int Edge { get; init; }

    /// <summary>On the left of the gap.</summary>
    public required LayoutSlot From { get; init; }

    /// <summary>On the right of the gap; in the same column as the other for a loop.</summary>
    public required LayoutSlot To { get; init; }

    public bool IsLoop => From.Column == To.Column;

    /// <summary>Where it leaves its left end, in pixels.</summary>
    public double FromY { get; set; }

    /// <summary>Where it comes to its right end, in pixels.</summary>
    public double ToY { get; set; }

    public LayoutSlot Other(LayoutSlot slot) => slot == From ? To : From;
}
