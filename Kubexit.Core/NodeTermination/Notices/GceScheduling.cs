using System.Globalization;
using System.Net;
using System.Text.Json;

namespace Kubexit.NodeTermination;

/// <summary>
/// How long a Spot VM is told of its preemption before the power button: nothing, or 120 s where its <c>preemptionNoticeDuration</c>
/// says so. It stands with the VM's scheduling, where the metadata server has it at all, and does not change while the VM runs.
/// </summary>
internal sealed class GceScheduling(Uri metadata, MetadataHttp http, TimeProvider time)
{
    private const string Field = "PREEMPTIONNOTICEDURATION";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5), Last = TimeSpan.FromSeconds(60), Patience = TimeSpan.FromSeconds(1);

    /// <summary>More than that is none of the documented values, which are 0 and 120 s.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    private readonly TaskCompletionSource _known = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Uri _url = new(metadata, "computeMetadata/v1/instance/scheduling/?recursive=true&alt=json");

    /// <summary>How long before the power button a preemption is told; <see langword="null"/> where nothing says that it is.</summary>
    public TimeSpan? PreemptionNotice { get; private set; }

    /// <summary>Waits a moment for the server to have been asked: a preemption may be the first thing that is read.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public async Task Known(CancellationToken cancellationToken)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(_known.Task, time.DelayAsync(Patience, enough.Token));
        enough.Cancel();
        cancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>Asks until the server has answered.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var pause = new RetryPause(TimeSpan.FromSeconds(1), Last, time);
        while (true)
        {
            var reply = await http.SendAsync(HttpMethod.Get, _url, GceNoticeSource.Flavor, Limit, cancellationToken);
            if (reply is { IsOk: true, Flavor: "Google" } || reply.Status == HttpStatusCode.NotFound)
            {
                if (reply.IsOk) PreemptionNotice = Read(reply.Body);
                _known.SetResult();
                return;
            }
            await pause.WaitAsync(cancellationToken);
        }
    }

    /// <summary>
    /// What a VM's scheduling says: seconds as a number, as text with or without <c>s</c>, or an object with <c>seconds</c>.
    /// </summary>
    internal static TimeSpan? Read(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            if (document.RootElement.ValueKind != JsonValueKind.Object) return null;
            foreach (var field in document.RootElement.EnumerateObject())
            {
                var name = field.Name.Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal);
                if (name.Equals(Field, StringComparison.OrdinalIgnoreCase)) return Duration(field.Value);
            }
            return null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException) // Half of a surrogate pair.
        {
            return null;
        }
    }

    private static TimeSpan? Duration(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Object)
            return value.TryGetProperty("seconds", out var inner) && inner.ValueKind != JsonValueKind.Object ? Duration(inner) : null;
        var text = value.ValueKind switch
        {
            JsonValueKind.String => value.GetString()!.TrimEnd('s'),
            JsonValueKind.Number => value.GetRawText(),
            _ => "",
        };
        if (!double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)) return null;
        return seconds > 0 && seconds <= Longest.TotalSeconds ? TimeSpan.FromSeconds(seconds) : null;
    }
}
