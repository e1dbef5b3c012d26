using System.Diagnostics.CodeAnalysis;

namespace Foldline.Activities;

/// <summary>The activities a host knows. Descriptors alone are enough to validate and list; running needs the activities themselves.</summary>
public sealed class ActivityCatalog
{
    private readonly Dictionary<string, IActivity> _activities = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ActivityDescriptor> _descriptors = new(StringComparer.Ordinal);

    /// <summary>A catalog of activities that can run.</summary>
    public ActivityCatalog(params IEnumerable<IActivity> activities)
    {
        foreach (var activity in activities)
        {
            Add(activity.Descriptor);
            _activities.Add(activity.Descriptor.Type, activity);
        }
    }

    /// <summary>All descriptors, by type name.</summary>
    public IReadOnlyList<ActivityDescriptor> Descriptors => [.. _descriptors.Values.OrderBy(descriptor => descriptor.Type, StringComparer.Ordinal)];

    /// <summary>A catalog that describes activities and cannot run them.</summary>
    public static ActivityCatalog Describing(params IEnumerable<ActivityDescriptor> descriptors)
    {
        var catalog = new ActivityCatalog();
        foreach (var descriptor in descriptors) catalog.Add(descriptor);
        return catalog;
    }

    /// <summary>The descriptor of a type name.</summary>
    public bool TryDescribe(string type, [NotNullWhen(true)] out ActivityDescriptor? descriptor) => _descriptors.TryGetValue(type, out descriptor);

    /// <summary>The activity of a type name.</summary>
    /// <exception cref="InvalidOperationException">This catalog has no such activity, or only its description.</exception>
    public IActivity Activity(string type) =>
        _activities.GetValueOrDefault(type)
            ?? throw new InvalidOperationException($"No activity {type} runs here; validate the definition against the catalog of this host first.");

    /// <summary>The activity of a type name, where this host can run it.</summary>
    public bool TryActivity(string type, [NotNullWhen(true)] out IActivity? activity) => _activities.TryGetValue(type, out activity);

    private void Add(ActivityDescriptor descriptor)
    {
        if (!_descriptors.TryAdd(descriptor.Type, descriptor)) throw new InvalidOperationException($"Two activities are called {descriptor.Type}.");
    }
}
