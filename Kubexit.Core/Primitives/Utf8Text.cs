using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Kubexit;

/// <summary>Compares UTF-8 with a string and leaves nothing on the heap.</summary>
internal static class Utf8Text
{
    public static bool Is(ReadOnlySpan<byte> utf8, [NotNullWhen(true)] string? text)
    {
        if (text is null) return false;
        if (Ascii.Equals(utf8, text)) return true;
        if (Ascii.IsValid(utf8) || Encoding.UTF8.GetByteCount(text) != utf8.Length || utf8.Length > 1024) return false;
        Span<byte> bytes = stackalloc byte[utf8.Length];
        Encoding.UTF8.GetBytes(text, bytes);
        return bytes.SequenceEqual(utf8);
    }
}
