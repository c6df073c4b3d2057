namespace Kubexit.Platform;

/// <summary>The size of a terminal's window, in characters.</summary>
internal readonly record struct TerminalSize(int Rows, int Columns);
