using static TorchSharp.torch;

namespace Foldline.Network.Verification;

/// <summary>Knows how to rebuild and run one family of the original's classes.</summary>
public abstract class CaseFamily
{
    /// <summary>The class names, as the files' metadata spells them.</summary>
    public abstract IReadOnlyCollection<string> Classes { get; }

    /// <summary>The module that the case's config describes, with any weights; <c>null</c> for a plain function.</summary>
    public abstract nn.Module? Build(ReferenceCase reference);

    /// <summary>Runs it on the case's inputs; the results carry the keys of the file (<c>output</c>, <c>output.z</c>, <c>trace.…</c>).</summary>
    public abstract IReadOnlyDictionary<string, Tensor> Replay(nn.Module? module, ReferenceCase reference);

    /// <summary>Whether an output of the file (its full key) is compared by another part of the product; default: none is.</summary>
    public virtual bool IsElsewhere(string output) => false;

    /// <summary>A result with one unnamed output.</summary>
    protected static IReadOnlyDictionary<string, Tensor> Output(Tensor output) => new Dictionary<string, Tensor> { ["output"] = output };

    /// <summary>A result with named outputs.</summary>
    protected static IReadOnlyDictionary<string, Tensor> Outputs(params (string Name, Tensor Value)[] outputs) =>
        outputs.ToDictionary(output => $"output.{output.Name}", output => output.Value);
}
