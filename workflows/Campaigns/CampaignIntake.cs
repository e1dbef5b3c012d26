using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Foldline.Activities;

namespace Foldline.Workflows;

/// <summary>Checks what is submitted before any of it is kept: the definition, the names, every input.</summary>
/// <param name="catalog">The activities definitions may use; descriptions are enough.</param>
public sealed class CampaignIntake(ActivityCatalog catalog)
{
    /// <summary>Longest name of a target, in characters: it becomes a folder's and a file's name with more behind it.</summary>
    public const int LongestName = 120;

    private const int LargestPriority = 1000;

    /// <summary>Refuses a definition that must not run.</summary>
    /// <exception cref="DefinitionException">It has errors.</exception>
    public void Check(WorkflowDefinition definition) => WorkflowPlan.Of(definition, catalog);

    /// <summary>Completes and checks targets.</summary>
    /// <param name="definition">The workflow they follow.</param>
    /// <param name="shared">Inputs they share.</param>
    /// <param name="targets">The targets.</param>
    /// <exception cref="CampaignRefusedException">A name or an input is at fault.</exception>
    public IReadOnlyList<PreparedTarget> Prepare(WorkflowDefinition definition, JsonObject shared, IReadOnlyList<NewTarget> targets)
    {
        var inputs = definition.Inputs;
        var names = new HashSet<string>(StringComparer.Ordinal);
        var folders = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var prepared = new List<PreparedTarget>(targets.Count);
        foreach (var target in targets)
        {
            CheckName(target.Name);
            if (!names.Add(target.Name)) throw new CampaignRefusedException($"Two targets are called '{target.Name}'; give each its own name.");
            if (!folders.Add(target.Name))
                throw new CampaignRefusedException($"'{target.Name}' differs from another target only in upper and lower case; some file systems cannot tell them apart.");
            CheckPriority(target.Priority, $"'{target.Name}'");
            try
            {
                var given = new JsonObject([.. shared.Select(Copy), .. target.Inputs.Where(own => !shared.ContainsKey(own.Key)).Select(Copy)]);
                foreach (var (name, value) in target.Inputs) given[name] = value.Copy();
                var json = InstanceInputs.Complete(inputs, definition.Name, target.Name, given).ToJsonString();
                prepared.Add(new PreparedTarget(target.Name, json, Hash(json), Identity(target, shared, json), target.Priority));
            }
            catch (RunException fault)
            {
                throw new CampaignRefusedException(fault.Message, fault);
            }
        }
        return prepared;
    }

    /// <summary>Refuses names that are no names: empty ones, paths, control characters.</summary>
    /// <exception cref="CampaignRefusedException">The name is at fault.</exception>
    public static void CheckName(string name)
    {
        var fault = name switch
        {
            _ when string.IsNullOrWhiteSpace(name) => "is empty",
            { Length: > LongestName } => $"is longer than {LongestName} characters",
            "." or ".." => "is a folder's own name",
            _ when name.AsSpan().IndexOfAny('/', '\\', ':') >= 0 => "holds a path separator or a colon",
            _ when name.Any(char.IsControl) => "holds a control character",
            _ when name[0] is ' ' or '-' or '~' || name[^1] is ' ' or '.' => "begins or ends with a character that file systems or shells misread",
            _ => null,
        };
        if (fault is not null) throw new CampaignRefusedException($"The target name '{Shown(name)}' {fault}; give it another name.");
    }

    /// <summary>Refuses priorities out of range.</summary>
    /// <exception cref="CampaignRefusedException">It is out of range.</exception>
    public static void CheckPriority(int priority, string what)
    {
        if (Math.Abs(priority) > LargestPriority)
            throw new CampaignRefusedException($"The priority of {what} is {priority}; it must lie between {-LargestPriority} and {LargestPriority}.");
    }

    /// <summary>Refuses budgets of nothing.</summary>
    /// <exception cref="CampaignRefusedException">A budget is not above zero.</exception>
    public static void Check(CampaignBudgets budgets)
    {
        if (budgets.DeviceHours <= 0 || budgets.WallTime <= TimeSpan.Zero) throw new CampaignRefusedException("A budget must be more than nothing.");
    }

    // What the target names as its identity stands for its own inputs; everything shared still counts.
    private static string Identity(NewTarget target, JsonObject shared, string json) =>
        target.Identity is null ? Hash(json) : Hash($"{target.Identity}\n{shared.ToJsonString()}");

    private static KeyValuePair<string, JsonNode?> Copy(KeyValuePair<string, JsonNode?> property) => KeyValuePair.Create(property.Key, property.Value.Copy());

    private static string Shown(string name) => string.Concat(name.Take(60).Select(letter => char.IsControl(letter) ? '?' : letter));

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
