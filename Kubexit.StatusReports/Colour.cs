namespace Kubexit.StatusReports;

/// <summary>The colours of a terminal, as SGR codes.</summary>
internal static class Colour
{
    public const string Bold = "1", Dim = "2", Red = "31", Green = "32", Yellow = "33";

    public static string Of(ProcessStatus process) => process.State switch
    {
        ProcessState.Ready => Green,
        ProcessState.Born => Yellow,
        ProcessState.Dead => process.HasSucceeded || process.WasStopped ? Dim : Red,
        ProcessState.Vanished or ProcessState.Unreadable => Red,
        ProcessState.Waiting or ProcessState.Starting => Dim,
    };

    public static string OfMark(ProcessStatus process) => process.HasSucceeded ? Green : Of(process);

    public static string Of(SpanKind kind) => kind switch
    {
        SpanKind.Ready => Green,
        SpanKind.Born => Yellow,
        SpanKind.Unknown => Red,
        SpanKind.Waiting => Dim,
    };
}
