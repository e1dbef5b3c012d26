using Foldline.Persistence.Access;

namespace Foldline.Server.Access;

/// <summary>Names of the authorization policies, one for each scope: <c>endpoint.RequireAuthorization(Scopes.Submit)</c>.</summary>
public static class Scopes
{
    /// <summary>See campaigns, results and definitions of the project.</summary>
    public const string Read = "read";

    /// <summary>Submit and steer campaigns of the project.</summary>
    public const string Submit = "submit";

    /// <summary>Manage keys, webhooks, schedules and definitions of the project.</summary>
    public const string Admin = "admin";

    /// <summary>The scope of a name.</summary>
    /// <exception cref="Foldline.Sequences.InputException">The name is no scope's.</exception>
    public static AccessScope Parse(string? name) => name switch
    {
        Read => AccessScope.Read,
        Submit => AccessScope.Submit,
        Admin => AccessScope.Admin,
        _ => throw new Foldline.Sequences.InputException("A scope is read, submit or admin."),
    };

    /// <summary>The name of a scope.</summary>
    public static string Name(AccessScope scope) => scope switch { AccessScope.Admin => Admin, AccessScope.Submit => Submit, _ => Read };
}
