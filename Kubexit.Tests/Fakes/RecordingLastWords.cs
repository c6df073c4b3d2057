using System.Text;
using Kubexit.Coordination;

namespace Kubexit.Tests.Fakes;

/// <summary>What would be done if the process ended now, with the time of death left out.</summary>
internal sealed class RecordingLastWords : ILastWords
{
    public int Group { get; private set; }

    public string Path { get; private set; } = "";

    public string Text { get; private set; } = "";

    public void SetGroup(int group) => Group = group;

    public void SetTombstone(string temporaryPath, string path, ReadOnlySpan<byte> before, ReadOnlySpan<byte> after) =>
        (Path, Text) = (path, $"{Encoding.UTF8.GetString(before)}…{Encoding.UTF8.GetString(after)}");
}
