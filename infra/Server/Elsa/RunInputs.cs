using System.Text.Json;
using System.Text.Json.Nodes;
using Foldline.Activities;
using Foldline.Artifacts;
using Foldline.Sequences;
using Foldline.Workflows;

namespace Foldline.Server.Elsa;

/// <summary>
/// What a run from the designer begins with. Its Run button gives no inputs; then the definition's <c>customProperties.example</c> is used. A target may be
/// written as FASTA text; it is read and stored.
/// </summary>
internal static class RunInputs
{
    private const int LongestTarget = 1 << 20;

    /// <summary>The inputs of a run.</summary>
    /// <exception cref="InputException">A target cannot be read.</exception>
    public static async Task<JsonObject> PrepareAsync(WorkflowDefinition definition, JsonObject? given, IArtifactStore artifacts, string folder,
        CancellationToken cancellationToken)
    {
        var inputs = (given is { Count: > 0 } ? given : Example(definition))?.DeepClone().AsObject() ?? [];
        foreach (var input in definition.Inputs.Where(input => input.Type.Name == ArtifactKinds.Target))
        {
            if ((inputs[input.Name] ?? input.Default) is not JsonValue written || !written.TryGetValue<string>(out var text)) continue;
            if (text.Length > LongestTarget) throw new InputException($"{input.DisplayName} is longer than {LongestTarget} characters.");
            var stored = await artifacts.PutJsonAsync(await ReadAsync(text, folder, cancellationToken), ActivityJson.Options, cancellationToken);
            inputs[input.Name] = JsonSerializer.SerializeToNode(stored, ActivityJson.Options);
        }
        foreach (var input in definition.Inputs.Where(input => input.Name == "Databases"))
            if (inputs[input.Name] is JsonArray databases && databases.Any(name => name?.ToString().AsSpan().ContainsAny('=', '/', '\\') == true))
                throw new InputException("A run from the designer names databases that the server knows; paths are given where the server is started.");
        return inputs;
    }

    /// <summary>What a run without inputs works on, or <c>null</c>.</summary>
    public static JsonObject? Example(WorkflowDefinition definition) => definition.ToJson()["customProperties"]?["example"] as JsonObject;

    /// <summary>FASTA alone: the other formats may name files, which nobody may do from outside.</summary>
    private static async Task<Target> ReadAsync(string text, string folder, CancellationToken cancellationToken)
    {
        var written = text.TrimStart();
        if (written.Length == 0 || written[0] is '{' or '[') throw new InputException("The target is not FASTA; give a line that begins with '>' and a name, then the sequence.");
        if (written[0] != '>') written = $">target\n{written}";
        var file = Path.Combine(Directory.CreateDirectory(Path.Combine(folder, "uploads")).FullName, $"{Guid.NewGuid():N}.fasta");
        try
        {
            await File.WriteAllTextAsync(file, written, cancellationToken);
            var batch = await TargetReader.ReadAsync([file], cancellationToken);
            if (batch.Faults.Length > 0) throw new InputException($"Target '{batch.Faults[0].Name}' cannot be folded: {batch.Faults[0].Message[(batch.Faults[0].Message.LastIndexOf("': ", StringComparison.Ordinal) + 3)..]}");
            return batch.Targets.Length == 1 ? batch.Targets[0] with { Origin = "the designer" }
                : throw new InputException($"A run folds one target and the text has {batch.Targets.Length}; submit a campaign for more.");
        }
        finally
        {
            File.Delete(file);
        }
    }
}
