using Foldline.Network.Primitives;
using static TorchSharp.torch;

namespace Foldline.Network.Verification.Cases;

/// <summary>The feed-forward updates.</summary>
internal sealed class TransitionCases : CaseFamily
{
    public override IReadOnlyCollection<string> Classes => ["Transition", "ConditionedTransitionBlock"];

    public override nn.Module Build(ReferenceCase reference)
    {
        var config = reference.Config;
        return reference.Class == "Transition"
            ? new Transition(config.Int("c_in"), config.Int("n"))
            : new ConditionedTransitionBlock(config.Int("c_a"), config.Int("c_s"), config.Int("n", 2));
    }

    public override IReadOnlyDictionary<string, Tensor> Replay(nn.Module? module, ReferenceCase reference) => Output(module switch
    {
        ConditionedTransitionBlock conditioned => conditioned.call(reference.Input("a"), reference.Input("s")),
        _ => ((Transition)module!).call(reference.Input("x")),
    });
}
