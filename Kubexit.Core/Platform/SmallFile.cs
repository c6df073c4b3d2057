using System.Text;

namespace Kubexit.Platform;

/// <summary>Reads a file that is small by nature (a token, a certificate, a kubeconfig) without trusting its size.</summary>
internal static class SmallFile
{
    public static bool Exists(string path) => File.Exists(path);

    /// <summary>Reads the whole file as UTF-8.</summary>
    /// <exception cref="IOException">The file cannot be opened or read, or is longer than <paramref name="maxBytes"/>.</exception>
    public static string ReadText(string path, int maxBytes)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var reader = new StreamReader(stream);
            var buffer = new char[Math.Min(maxBytes + 1, 4096)];
            var text = new StringBuilder();
            for (int read; (read = reader.ReadBlock(buffer)) > 0;)
            {
                text.Append(buffer, 0, read);
                if (text.Length > maxBytes) throw new IOException($"'{path}' is longer than {maxBytes} bytes");
            }

            return text.ToString();
        }
        catch (UnauthorizedAccessException e)
        {
            throw new IOException(e.Message, e);
        }
    }
}
