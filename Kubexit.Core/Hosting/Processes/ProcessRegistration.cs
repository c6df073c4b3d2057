namespace Kubexit.Hosting;

/// <summary>That the code wants a helper process of this name.</summary>
internal sealed record ProcessRegistration(string Name);
