using Foldline.Persistence.Access;

namespace Foldline.Server.Access;

/// <summary>Who asks: a key, and through it a project and a scope.</summary>
/// <param name="KeyId">The public part of the key.</param>
/// <param name="KeyName">What people call it.</param>
/// <param name="Project">The only project it sees; an id of another project's is answered as if it did not exist.</param>
/// <param name="Scope">What it may do.</param>
public sealed record Caller(string KeyId, string KeyName, string Project, AccessScope Scope)
{
    /// <summary>Whether it may do what <paramref name="scope"/> allows.</summary>
    public bool Has(AccessScope scope) => Scope >= scope;
}
