using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Foldline.Activities;

/// <summary>Everything declared about an activity: what validation, the designer and <c>workflow list</c> need, without an instance of it.</summary>
public sealed partial record ActivityDescriptor
{
    /// <summary>The type name in definitions, e.g. <c>Foldline.SearchAlignments</c>.</summary>
    public required string Type { get; init; }

    /// <summary>Version of the contract.</summary>
    public required int Version { get; init; }

    /// <summary>Group in the designer's palette.</summary>
    public required string Category { get; init; }

    /// <summary>Name on the palette.</summary>
    public required string DisplayName { get; init; }

    /// <summary>One sentence for the designer.</summary>
    public required string Description { get; init; }

    /// <summary>What it mostly uses.</summary>
    public required ResourceClass Resource { get; init; }

    /// <summary>How it is tried again where the definition says nothing.</summary>
    public required RetryPolicy Retry { get; init; }

    /// <summary>Inputs in order of declaration.</summary>
    public required IReadOnlyList<PortDescriptor> Inputs { get; init; }

    /// <summary>Outputs in order of declaration.</summary>
    public required IReadOnlyList<PortDescriptor> Outputs { get; init; }

    /// <summary>The ways it can end.</summary>
    public IReadOnlyList<string> Outcomes { get; init; } = [ActivityResult.Done];

    /// <summary>
    /// The descriptor of an activity class: one that derives from <see cref="Activity{TInput,TOutput}"/> and carries <see cref="ActivityAttribute"/>.
    /// </summary>
    /// <exception cref="InvalidOperationException">The class lacks the attribute or the base class, or a port lacks its attribute or kind.</exception>
    public static ActivityDescriptor Of(Type activity)
    {
        var declared = activity.GetCustomAttribute<ActivityAttribute>() ?? throw new InvalidOperationException($"{activity.Name} lacks [Activity].");
        var typed = BaseOf(activity) ?? throw new InvalidOperationException($"{activity.Name} does not derive from Activity<TInput, TOutput>.");
        return new ActivityDescriptor
        {
            Type = declared.Type,
            Version = declared.Version,
            Category = declared.Category,
            DisplayName = declared.DisplayName ?? Words(declared.Type[(declared.Type.LastIndexOf('.') + 1)..]),
            Description = declared.Description,
            Resource = declared.Resource,
            Retry = activity.GetCustomAttribute<RetryAttribute>()?.ToPolicy() ?? RetryPolicy.Default,
            Outcomes = declared.Outcomes,
            Inputs = ReadInputs(typed.GetGenericArguments()[0]),
            Outputs = ReadOutputs(typed.GetGenericArguments()[1]),
        };
    }

    /// <summary>The descriptor of an activity class.</summary>
    public static ActivityDescriptor Of<TActivity>() where TActivity : IActivity => Of(typeof(TActivity));

    private static Type? BaseOf(Type? type)
    {
        for (; type is not null; type = type.BaseType)
            if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Activity<,>)) return type;
        return null;
    }

    private static PortDescriptor[] ReadInputs(Type record)
    {
        var initial = record.GetConstructor(System.Type.EmptyTypes) is null ? null : Activator.CreateInstance(record);
        return [.. from property in Properties(record)
                   let declared = property.GetCustomAttribute<InputAttribute>()
                       ?? throw new InvalidOperationException($"{record.Name}.{property.Name} lacks [Input].")
                   let required = initial is null || property.GetCustomAttribute<RequiredMemberAttribute>() is not null
                   let type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType
                   select new PortDescriptor
                   {
                       Name = property.Name,
                       JsonName = JsonNamingPolicy.CamelCase.ConvertName(property.Name),
                       Type = PortType.Of(property.PropertyType, declared.Kind, $"{record.Name}.{property.Name}"),
                       DisplayName = declared.DisplayName ?? Words(property.Name),
                       Description = declared.Description,
                       Unit = declared.Unit,
                       Required = required,
                       DefaultJson = required || property.GetValue(initial) is not { } value ? null
                           : JsonSerializer.Serialize(value, property.PropertyType, ActivityJson.Options),
                       Choices = declared.Choices.Length > 0 || !type.IsEnum ? declared.Choices : Enum.GetNames(type),
                   }];
    }

    private static PortDescriptor[] ReadOutputs(Type record) =>
        [.. from property in Properties(record)
            let declared = property.GetCustomAttribute<OutputAttribute>()
                ?? throw new InvalidOperationException($"{record.Name}.{property.Name} lacks [Output].")
            select new PortDescriptor
            {
                Name = property.Name,
                JsonName = JsonNamingPolicy.CamelCase.ConvertName(property.Name),
                Type = PortType.Of(property.PropertyType, declared.Kind, $"{record.Name}.{property.Name}"),
                DisplayName = declared.DisplayName ?? Words(property.Name),
                Description = declared.Description,
                Unit = declared.Unit,
            }];

    private static IEnumerable<PropertyInfo> Properties(Type record) =>
        record.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.GetIndexParameters().Length == 0)
            .OrderBy(property => property.MetadataToken);

    private static string Words(string name)
    {
        var words = WordStart().Replace(name, " $1").Trim();
        return words.Length == 0 ? name : words[0] + words[1..].ToLowerInvariant();
    }

    [GeneratedRegex("(?<=[a-z0-9])([A-Z])", RegexOptions.CultureInvariant)]
    private static partial Regex WordStart();
}
