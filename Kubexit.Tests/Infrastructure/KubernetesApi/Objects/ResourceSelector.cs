namespace Kubexit.Tests.KubernetesApi;

/// <summary>What a list or a watch is about: a kind, perhaps one namespace, fields and labels.</summary>
internal sealed record ResourceSelector(ResourcePath Path, FieldSelector Fields, LabelSelector Labels)
{
    /// <summary>Everything of a kind, perhaps of one namespace.</summary>
    public static ResourceSelector All(ResourcePath path) => new(path, FieldSelector.Parse(null), LabelSelector.Parse(null));

    /// <exception cref="ApiFailure">A selector is malformed, or names a field that this kind cannot be selected by.</exception>
    public static ResourceSelector Of(ApiRequest request)
    {
        var path = request.Resource!;
        var fields = FieldSelector.Parse(request.Query.GetValueOrDefault("fieldSelector")
            ?? (path.IsOldWatch && path.Name is { } name ? $"metadata.name={name}" : null));
        var kind = path.Kind!;
        if (fields.Fields.FirstOrDefault(field => !kind.CanSelectBy(field)) is { } unknown)
            throw new ApiFailure(StatusBody.BadRequest(kind.UnknownField.Replace("{0}", unknown)));
        return new(path, fields, LabelSelector.Parse(request.Query.GetValueOrDefault("labelSelector")));
    }

    public bool Matches(StoredObject value) => Path.Lists(value.Path) && Fields.Matches(value) && Labels.Matches(value.Labels);
}
