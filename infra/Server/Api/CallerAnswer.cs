using Foldline.Server.Access;

namespace Foldline.Server.Api;

/// <summary>Who asks.</summary>
/// <param name="KeyId">The public part of the key.</param>
/// <param name="KeyName">What people call it.</param>
/// <param name="Project">The project it belongs to.</param>
/// <param name="Scope">read, submit or admin.</param>
public sealed record CallerAnswer(string KeyId, string KeyName, string Project, string Scope)
{
    internal static CallerAnswer Of(Caller caller) => new(caller.KeyId, caller.KeyName, caller.Project, Scopes.Name(caller.Scope));
}
