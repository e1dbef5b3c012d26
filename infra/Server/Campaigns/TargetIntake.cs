using System.Collections.Immutable;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Foldline.Activities;
using Foldline.Artifacts;
using Foldline.Sequences;
using Foldline.Server.Errors;
using Foldline.Workflows;

namespace Foldline.Server.Campaigns;

/// <summary>From what a caller sent to targets a campaign takes: read, checked, and their chains put into the artifact store.</summary>
/// <param name="artifacts">The store.</param>
public sealed class TargetIntake(IArtifactStore artifacts)
{
    private const int MostTargets = 200_000;
    private const long LargestText = 256L << 20;
    // Puts wait for the disk, not for the processor.
    private const int ParallelPuts = 32;

    /// <summary>The text of an uploaded file, unpacked where it is gzip.</summary>
    /// <exception cref="InputException">It is packed in another way, or would be larger than 256 MiB unpacked.</exception>
    public static async Task<string> TextAsync(string name, Stream content, CancellationToken cancellationToken)
    {
        var packed = new byte[4];
        var count = await content.ReadAtLeastAsync(packed, packed.Length, throwOnEndOfStream: false, cancellationToken);
        content.Position = 0;
        if (count >= 4 && packed.AsSpan().StartsWith("PK\u0003\u0004"u8)) throw new InputException($"{name} is a zip archive; send its files one by one, or gzip.");
        await using var text = count >= 2 && packed[0] == 0x1F && packed[1] == 0x8B ? new GZipStream(content, CompressionMode.Decompress, leaveOpen: true) : content;
        var bytes = new MemoryStream();
        var buffer = new byte[1 << 16];
        try
        {
            for (int read; (read = await text.ReadAsync(buffer, cancellationToken)) > 0;)
            {
                bytes.Write(buffer, 0, read);
                if (bytes.Length > LargestText) throw new ApiException(413, $"{name} is larger than {LargestText >> 20} MiB unpacked; send it in parts.");
            }
        }
        catch (InvalidDataException fault)
        {
            throw new InputException($"{name} cannot be unpacked: {fault.Message}", fault);
        }
        return Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length).TrimStart('\uFEFF');
    }

    /// <summary>Reads targets out of a request's parts.</summary>
    /// <exception cref="InputException">A part is in no known format, a name occurs twice, or a target cannot be folded; nothing was kept.</exception>
    public static async Task<TargetBatch> ReadAsync(JsonArray? targets, string? fasta, IEnumerable<(string Name, string Text)> files, CancellationToken cancellationToken)
    {
        var texts = files.ToList();
        if (fasta is { Length: > 0 }) texts.Insert(0, ("fasta", fasta));
        if (targets is { Count: > 0 }) texts.AddRange(Written(targets));
        if (texts.Count == 0) throw new InputException("No target was given: send targets, fasta, or files.");
        var batch = await TargetReader.ReadTextsAsync(texts, cancellationToken);
        if (!batch.Faults.IsEmpty)
            throw new InputException(string.Join(" ", batch.Faults.Take(5).Select(fault => fault.Message)) + (batch.Faults.Length > 5 ? $" And {batch.Faults.Length - 5} more." : ""));
        if (batch.Targets.Length > MostTargets) throw new InputException($"{batch.Targets.Length} targets are more than the {MostTargets} that one request takes; add the rest afterwards.");
        return batch;
    }

    /// <summary>Keeps the targets' chains and makes what the campaign takes.</summary>
    /// <exception cref="CampaignRefusedException">The workflow takes no target.</exception>
    public async Task<IReadOnlyList<NewTarget>> KeepAsync(WorkflowDefinition definition, ImmutableArray<Target> targets, CancellationToken cancellationToken)
    {
        var input = definition.Inputs.FirstOrDefault(each => each.Type.Name == ArtifactKinds.Target)?.Name
            ?? throw new CampaignRefusedException($"Workflow '{definition.Name}' has no input of type {ArtifactKinds.Target}, so it cannot be given sequences.");
        var takesSeeds = definition.Inputs.Any(each => each.Name == "Seeds");
        var made = new NewTarget[targets.Length];
        await Parallel.ForAsync(0, targets.Length, new ParallelOptions { MaxDegreeOfParallelism = ParallelPuts, CancellationToken = cancellationToken }, async (index, token) =>
        {
            var target = targets[index];
            var stored = await artifacts.PutJsonAsync(target with { Origin = "" }, ActivityJson.Options, token);
            var inputs = new JsonObject { [input] = JsonSerializer.SerializeToNode(stored, ActivityJson.Options) };
            if (takesSeeds && !target.Seeds.IsEmpty) inputs["Seeds"] = new JsonArray([.. target.Seeds.Select(seed => JsonValue.Create(seed))]);
            made[index] = new NewTarget(target.Name, inputs) { Identity = JsonSerializer.Serialize(target with { Name = "", Origin = "" }, ActivityJson.Options) };
        });
        return made;
    }

    // {"name", "sequence"} is a line of FASTA; everything else is a job of AlphaFold 3 or Protenix as it stands.
    private static IEnumerable<(string Name, string Text)> Written(JsonArray targets)
    {
        var simple = new StringBuilder();
        var jobs = new JsonArray();
        foreach (var (node, index) in targets.Select((node, index) => (node, index)))
        {
            if (node is not JsonObject target) throw new InputException($"targets[{index}] is no object; write {{\"name\": …, \"sequence\": …}} or a job of AlphaFold 3 or Protenix.");
            if (target["sequences"] is not null) jobs.Add(target.DeepClone());
            else if (target["sequence"] is JsonValue value && value.TryGetValue<string>(out var sequence) && target["name"] is JsonValue named && named.TryGetValue<string>(out var name))
            {
                if (name.Length == 0 || name.AsSpan().IndexOfAny('\r', '\n') >= 0) throw new InputException($"targets[{index}].name is empty or holds a line break.");
                simple.Append('>').Append(name).Append('\n').Append(sequence.ReplaceLineEndings("")).Append('\n');
            }
            else throw new InputException($"targets[{index}] needs a name and a sequence, or a name and sequences as AlphaFold 3 and Protenix write them.");
        }
        if (simple.Length > 0) yield return ("targets", simple.ToString());
        if (jobs.Count > 0) yield return ("targets", jobs.ToJsonString());
    }
}
