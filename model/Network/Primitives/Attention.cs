using TorchSharp.Utils;
using static TorchSharp.torch;

namespace Foldline.Network.Primitives;

/// <summary>
/// Multi-head attention with an additive bias and a sigmoid gate: the core of AF3 Algorithms 14, 15 and 24. Logits are scaled by 1/√(channels per head); the
/// gate comes from the query input and has no bias.
/// </summary>
public class Attention : nn.Module<Tensor, Tensor, Tensor?, Tensor>
{
    [ComponentName(Name = "linear_q")] private readonly Linear _query;
    [ComponentName(Name = "linear_k")] private readonly Linear _key;
    [ComponentName(Name = "linear_v")] private readonly Linear _value;
    [ComponentName(Name = "linear_o")] private readonly Linear _out;
    [ComponentName(Name = "linear_g")] private readonly Linear _gate;
    private readonly long _heads;

    /// <summary>An attention of <paramref name="heads"/> heads.</summary>
    /// <param name="cQuery">Channels of the query input, and of the result.</param>
    /// <param name="cKey">Channels of the key and value input.</param>
    /// <param name="cHead">Channels per head.</param>
    /// <param name="heads">Number of heads.</param>
    /// <param name="queryBias">Whether the query projection has a bias: yes where AF3 Algorithm 24 is meant, no in the triangle.</param>
    /// <param name="zeroOut">Whether the output projection starts at zero.</param>
    /// <param name="device">Where the parameters live.</param>
    public Attention(long cQuery, long cKey, long cHead, long heads, bool queryBias = false, bool zeroOut = true, Device? device = null)
        : base(nameof(Attention))
    {
        _heads = heads;
        _query = new Linear(cQuery, cHead * heads, queryBias, device: device);
        _key = new Linear(cKey, cHead * heads, device: device);
        _value = new Linear(cKey, cHead * heads, device: device);
        _out = new Linear(cHead * heads, cQuery, initialization: zeroOut ? Initialization.Zero : Initialization.Projection, device: device);
        _gate = new Linear(cQuery, cHead * heads, initialization: Initialization.Zero, device: device);
        RegisterComponents();
    }

    /// <summary>The type that the products are taken in.</summary>
    public ScalarType Type => _query.Type;

    /// <summary>Number of heads.</summary>
    internal long HeadCount => _heads;

    /// <summary>The inner product; <see cref="FusedAttention"/> by default.</summary>
    public IAttentionKernel Kernel { get; set; } = FusedAttention.Instance;

    /// <summary>Every query attends to every key.</summary>
    public override Tensor forward(Tensor x, Tensor source, Tensor? bias)      // [b,i,cQ]|[i,cQ], [b,j,cK]|[j,cK], [1|b,h,i,j]|[h,i,j] -> as x
    {
        using var scope = NewDisposeScope();
        bool single = x.dim() == 2;
        var (queries, keys) = InOwnType(x, source, single);
        if (bias is { } b) bias = (b.dim() == 3 ? b.unsqueeze(0) : b).to(_query.Type);
        var attended = Kernel.Attend(Heads(_query.call(queries)), Heads(_key.call(keys)), Heads(_value.call(keys)), bias);   // [b,h,i,d]
        var result = Gated(attended.transpose(1, 2).flatten(2), queries);
        return (single ? result.squeeze(0) : result).to(x.dtype).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// Sequence-local attention: each window of 32 queries attends to the 128 keys around it (<see cref="LocalWindows"/>). The key windows are overlapping
    /// views of one padded tensor; nothing is copied per window.
    /// </summary>
    public Tensor Local(Tensor x, Tensor source, Tensor bias)                  // [S,l,c]|[l,c], same, [1|S,w,h,32,128]|[w,h,32,128] -> as x
    {
        using var scope = NewDisposeScope();
        bool single = x.dim() == 2;
        var (queries, keys) = InOwnType(x, source, single);
        bias = (bias.dim() == 4 ? bias.unsqueeze(0) : bias).to(_query.Type);
        var q = LocalWindows.Queries(_query.call(queries));                    // [S,w,32,h*d]
        var k = LocalWindows.Keys(_key.call(keys));                            // [S,w,128,h*d]
        var v = LocalWindows.Keys(_value.call(keys));
        long atoms = queries.shape[1];
        Tensor[] queriesOf = q.unbind(0), keysOf = k.unbind(0), valuesOf = v.unbind(0), biasOf = bias.unbind(0);   // indexing would make a full gradient for each sample
        var samples = new List<Tensor>();
        for (int sample = 0; sample < queriesOf.Length; sample++)
        {
            Tensor Own(Tensor[] all) => all[Math.Min(sample, all.Length - 1)];
            var attended = Kernel.Attend(Heads(queriesOf[sample]), Heads(Own(keysOf)), Heads(Own(valuesOf)), Own(biasOf));   // biases: [w,h,32,128]
            samples.Add(attended.transpose(1, 2).flatten(2).flatten(0, 1).narrow(0, 0, atoms));
        }
        var result = Gated(stack(samples), queries);
        return (single ? result.squeeze(0) : result).to(x.dtype).MoveToOuterDisposeScope();
    }

    private (Tensor Queries, Tensor Keys) InOwnType(Tensor x, Tensor source, bool single)
    {
        var queries = (single ? x.unsqueeze(0) : x).to(_query.Type);
        return (queries, ReferenceEquals(x, source) ? queries : (single ? source.unsqueeze(0) : source).to(_query.Type));
    }

    private Tensor Heads(Tensor x) => x.unflatten(x.dim() - 1, _heads, -1).transpose(1, 2);   // [b,i,h*d] -> [b,h,i,d], a view

    private Tensor Gated(Tensor attended, Tensor x) => _out.call(attended * sigmoid(_gate.call(x)));
}
