namespace Foldline.Activities;

/// <summary>What there is once for each class of work.</summary>
public static class ResourceClasses
{
    /// <summary>The one of three that belongs to a class.</summary>
    public static T Pick<T>(this ResourceClass resource, T search, T model, T light) =>
        resource switch { ResourceClass.Search => search, ResourceClass.Model => model, _ => light };
}
