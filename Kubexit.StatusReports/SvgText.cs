using System.Text;
using Kubexit.Graveyards;

namespace Kubexit.StatusReports;

/// <summary>The small parts of the picture: how it looks, its marks, its legend, and how text gets into XML.</summary>
internal static class SvgText
{
    public const string Style = """
        <style>
        text { font-family: ui-sans-serif, system-ui, "Segoe UI", "DejaVu Sans", Helvetica, Arial, sans-serif; font-size: 13px;
          fill: #1e293b }
        .page { fill: #ffffff } .band { fill: #f8fafc } .heading { font-size: 18px; font-weight: 600 }
        .quiet, .tick, .legend { fill: #64748b; font-size: 12px } .tick { text-anchor: middle; font-size: 11px } .grid { stroke: #e2e8f0 }
        .outcome { fill: #475569; font-size: 12px } .bad { fill: #b91c1c }
        .waiting { fill: #cbd5e1 } .born { fill: #fbbf24 } .ready { fill: #3b82f6 }
        .unknown { fill: #fee2e2; stroke: #dc2626; stroke-dasharray: 3 2 }
        .good-end { fill: #15803d; stroke: #ffffff; stroke-width: 1.5 }
        .bad-end { fill: none; stroke: #dc2626; stroke-width: 3; stroke-linecap: round }
        .stopped { fill: #475569; stroke: #ffffff; stroke-width: 1.5 } .alive { fill: #475569 }
        .question { fill: #dc2626; font-weight: 700; text-anchor: middle }
        .arrow { fill: none; stroke-width: 1.5 } .awaited { stroke: #475569 } .missed { stroke: #d97706; stroke-dasharray: 4 3 }
        .cause { stroke: #dc2626 }
        @media (prefers-color-scheme: dark) {
        text { fill: #e2e8f0 } .page { fill: #0f172a } .band { fill: #1e293b } .quiet, .tick, .legend, .outcome { fill: #94a3b8 }
        .grid { stroke: #334155 }
        .bad, .question { fill: #f87171 } .waiting { fill: #475569 } .unknown { fill: #450a0a } .bad-end, .cause { stroke: #f87171 }
        .good-end { fill: #22c55e }
        .stopped, .alive { fill: #cbd5e1 } .good-end, .stopped { stroke: #0f172a } .awaited { stroke: #cbd5e1 } }
        </style>
        """;

    public static string Class(SpanKind kind) => kind switch
    {
        SpanKind.Waiting => "waiting",
        SpanKind.Born => "born",
        SpanKind.Ready => "ready",
        SpanKind.Unknown => "unknown",
    };

    public static string Class(ArrowKind kind) => kind switch
    {
        ArrowKind.Awaited => "awaited",
        ArrowKind.Missed => "missed",
        ArrowKind.Stopped => "cause",
    };

    public static void Mark(ProcessStatus process, double x, double y, Action<FormattableString> write)
    {
        if (process.HasSucceeded) Mark('g', x, y, write);
        else if (process.WasStopped) Mark('s', x, y, write);
        else if (process.State == ProcessState.Dead) Mark('b', x, y, write);
        else if (process.State == ProcessState.Vanished) Mark('?', x + 8, y, write);
        else if (process.IsAlive) Mark('a', x, y, write);
    }

    public static void Legend(double left, double y, bool hasArrows, StatusStory? story, Action<FormattableString> write)
    {
        var x = left;
        Bar(SpanKind.Waiting, "waiting");
        Bar(SpanKind.Born, "born, not ready");
        Bar(SpanKind.Ready, "ready");
        Symbol('g', "exit code 0");
        Symbol('s', "stopped");
        Symbol('b', "failed");
        Symbol('?', "vanished: killed, time unknown");
        Symbol('a', "alive");
        write($"\n");
        if (!hasArrows) return;
        (x, y) = (left, y + 24);
        Arrow(ArrowKind.Awaited, "what was waited for has come true");
        Arrow(ArrowKind.Missed, "waits, or waited in vain");
        Arrow(ArrowKind.Stopped, "its death stopped the other");
        write($"\n");

        void Bar(SpanKind kind, string text)
        {
            if (Says(ref text)) write($"""<rect x="{x:0.#}" y="{y - 9:0.#}" width="20" height="10" rx="2" class="{Class(kind)}"/>""");
            Label(text, 26);
        }

        void Symbol(char mark, string text)
        {
            if (Says(ref text)) Mark(mark, x + (mark == 'a' ? 4 : 8), y - 4, write);
            Label(text, 20);
        }

        void Arrow(ArrowKind kind, string text)
        {
            if (Says(ref text)) write($"""<path d="M{x + 8:0.#} {y - 12}v14m-4 -5l4 5 4 -5" class="arrow {Class(kind)}"/>""");
            Label(text, 20);
        }

        bool Says(ref string text) => (text = story is null ? text : story.Word(text)).Length > 0;

        void Label(string text, double gap)
        {
            if (text.Length == 0) return;
            write($"""<text x="{x + gap:0.#}" y="{y:0.#}" class="legend">{text}</text>""");
            x += gap + text.Length * 6.6 + 22;
        }
    }

    public static string Shorten(string text, int length) =>
        text.Length <= length ? text : text[..(length - 1)].TrimEnd('\uD800', ' ') + "…";

    /// <summary>Text as it may stand between tags: what XML cannot hold at all is written as its code.</summary>
    public static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            switch (rune.Value)
            {
                case '&':
                    escaped.Append("&amp;");
                    break;
                case '<':
                    escaped.Append("&lt;");
                    break;
                case '>':
                    escaped.Append("&gt;");
                    break;
                case '"':
                    escaped.Append("&quot;");
                    break;
                case '\n':
                    escaped.Append('\n');
                    break;
                default:
                    escaped.Append(PrintableText.IsPrintable(rune) ? rune.ToString() : PrintableText.Escape(rune));
                    break;
            }
        }

        return escaped.ToString();
    }

    /// <summary>A good end, a stop, a bad end, a question, or a life that goes on.</summary>
    private static void Mark(char mark, double x, double y, Action<FormattableString> write) => write(mark switch
    {
        'g' => $"""<circle cx="{x:0.#}" cy="{y:0.#}" r="5.5" class="good-end"/>""",
        's' => $"""<rect x="{x - 5:0.#}" y="{y - 5:0.#}" width="10" height="10" class="stopped"/>""",
        'b' => $"""<path d="M{x - 4.5:0.#} {y - 4.5:0.#} l9 9 m0 -9 l-9 9" class="bad-end"/>""",
        '?' => $"""<text x="{x:0.#}" y="{y + 5:0.#}" class="question">?</text>""",
        _ => $"""<path d="M{x:0.#} {y - 6:0.#} l9 6 l-9 6 z" class="alive"/>""",
    });
}
