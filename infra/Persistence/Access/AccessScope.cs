namespace Foldline.Persistence.Access;

/// <summary>What a key may do; each scope holds those before it.</summary>
public enum AccessScope
{
    /// <summary>See campaigns, results and definitions.</summary>
    Read = 1,

    /// <summary>Submit and steer campaigns.</summary>
    Submit = 2,

    /// <summary>Manage keys, webhooks, schedules and definitions.</summary>
    Admin = 3,
}
