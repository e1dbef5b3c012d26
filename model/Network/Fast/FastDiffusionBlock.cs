using Foldline.Network.Fast.Tiles;
using Foldline.Network.Primitives;
using static TorchSharp.torch;

namespace Foldline.Network.Fast;

/// <summary>
/// A <see cref="DiffusionTransformerBlock"/> over tokens or atoms, in place: what follows from the condition alone is computed once for all samples, then rows are
/// taken a cache's worth at a time through everything that treats them one by one. The rows meet twice, before the attention and after it.
/// </summary>
internal sealed class FastDiffusionBlock
{
    private const long RowsAtOnce = 128, WindowsAtOnce = 8;                    // of 768 and 128 channels: their hidden layers stay in a core's cache
    private const long FewRows = 512;                                          // below it the threads rather share each product, and with it the weights' way to the cores
    private const int LeftPad = (LocalWindows.KeyCount - LocalWindows.QueryCount) / 2;

    private readonly DiffusionTransformerBlock _block;
    private readonly AdaptiveLayerNorm _normQuery, _normTransition;
    private readonly AdaptiveLayerNorm? _normKey;
    private readonly Attention _attention;
    private readonly Linear _query, _key, _value, _gate, _out, _gateOut;
    private readonly Linear _transitionGate, _transitionValue, _transitionOut, _transitionGateOut;
    private readonly TileCondition? _tileCondition;
    private readonly TileTokenBlock? _tokens;
    private readonly TileAtomBlock? _atoms;

    /// <summary>The block with its parameters.</summary>
    public FastDiffusionBlock(DiffusionTransformerBlock block)
    {
        _block = block;
        nn.Module biased = block.Child("attention_pair_bias"), transition = block.Child("conditioned_transition_block");
        _attention = block.Attention.Attention;
        _normQuery = (AdaptiveLayerNorm)biased.Child("layernorm_a");
        _normKey = biased.named_children().Any(child => child.name == "layernorm_kv") ? (AdaptiveLayerNorm)biased.Child("layernorm_kv") : null;
        (_query, _key, _value) = (_attention.Linear("linear_q"), _attention.Linear("linear_k"), _attention.Linear("linear_v"));
        (_gate, _out, _gateOut) = (_attention.Linear("linear_g"), _attention.Linear("linear_o"), biased.Linear("linear_a_last"));
        _normTransition = (AdaptiveLayerNorm)transition.Child("adaln");
        (_transitionGate, _transitionValue) = (transition.Linear("linear_nobias_a1"), transition.Linear("linear_nobias_a2"));
        (_transitionOut, _transitionGateOut) = (transition.Linear("linear_nobias_b"), transition.Linear("linear_s"));
        _tileCondition = TileCondition.For(_normKey is null ? [_normQuery, _normTransition] : [_normQuery, _normKey, _normTransition], [_gateOut, _transitionGateOut]);
        Linear[] projections = [_query, _key, _value, _gate];
        if (_normKey is null) _tokens = TileTokenBlock.For(projections, _out, _transitionGate, _transitionValue, _transitionOut, _attention.HeadCount);
        else _atoms = TileAtomBlock.For(projections, _out, _transitionGate, _transitionValue, _transitionOut, _attention.HeadCount);
    }

    private ScalarType Type => _query.Type;

    /// <summary>What <paramref name="s"/> says to this block.</summary>
    public BlockCondition Condition(Tensor s)                                  // [1|S,i,cS]
    {
        using var scope = NewDisposeScope();
        long samples = s.shape[0], rows = s.shape[1], channels = _query.Weight.shape[1];
        Tensor New() => empty(samples, rows, channels, dtype: Type, device: s.device).MoveToOuterDisposeScope();
        Adaptation Both() => new(New(), New());
        var condition = new BlockCondition(Both(), _normKey is null ? null : Both(), New(), Both(), New());
        var flat = s.view(samples * rows, -1);
        if (_tileCondition is not null && TileProducts.Enabled && s.dtype == ScalarType.Float32)
        {
            Tensor[] key = condition.Key is { } again ? [again.Scale, again.Shift] : [];
            _tileCondition.Write(
                flat, [condition.Query.Scale, condition.Query.Shift, .. key, condition.Transition.Scale, condition.Transition.Shift, condition.AttentionGate, condition.TransitionGate]);
            return condition;
        }
        CacheBlocks.ForEach(s, samples * rows, Step(samples * rows, RowsAtOnce), (start, count) =>
        {
            var some = flat.narrow(0, start, count);
            var raw = some.to(Type);
            Adapt(_normQuery, condition.Query);
            if (_normKey is not null) Adapt(_normKey, condition.Key!);
            Adapt(_normTransition, condition.Transition);
            _gateOut.WriteTo(Rows(condition.AttentionGate), raw).sigmoid_();
            _transitionGateOut.WriteTo(Rows(condition.TransitionGate), raw).sigmoid_();

            Tensor Rows(Tensor whole) => whole.view(samples * rows, channels).narrow(0, start, count);

            void Adapt(AdaptiveLayerNorm norm, Adaptation target)
            {
                var normal = VectorKernels.Normalised(norm.Norm("layernorm_s"), some, Type);
                norm.Linear("linear_s").WriteTo(Rows(target.Scale), normal).sigmoid_();
                norm.Linear("linear_nobias_s").WriteTo(Rows(target.Shift), normal);
            }
        });
        return condition;
    }

    /// <summary>Adds the updates to dense, single-precision <paramref name="a"/>.</summary>
    /// <param name="a">Tokens or atoms. [S,i,cA]</param>
    /// <param name="condition">From <see cref="Condition"/>.</param>
    /// <param name="bias">The logits that the pairs add: [1|S,h,i,j], or [1|S,w,h,32,128] for local attention.</param>
    public void AddTo(Tensor a, BlockCondition condition, Tensor bias)
    {
        using var span = ModuleSpan.Of(_block);
        using var scope = NewDisposeScope();
        if (_tokens is not null && TileProducts.Enabled && TileTokenBlock.Reads(bias)) _tokens.AddTo(a, condition, bias);
        else if (_atoms is not null && TileProducts.Enabled && TileAtomBlock.Reads(bias)) _atoms.AddTo(a, condition, bias);
        else AddByOperators(a, condition, bias);
    }

    private void AddByOperators(Tensor a, BlockCondition condition, Tensor bias)
    {
        bool local = bias.dim() == a.dim() + 2;
        long samples = a.shape[0], rows = a.shape[1], windows = LocalWindows.Count(rows), queries = local ? windows * LocalWindows.QueryCount : rows;
        long step = local ? Step(samples * rows, WindowsAtOnce * LocalWindows.QueryCount) : Step(samples * rows, RowsAtOnce);
        if (local) step = (step + LocalWindows.QueryCount - 1) / LocalWindows.QueryCount * LocalWindows.QueryCount;
        step = Math.Min(step, queries);
        long perSample = (rows + step - 1) / step, channels = a.shape[2], pad = local ? LeftPad : 0;
        Tensor q = Buffer(0, queries), g = Buffer(0, queries), k = Buffer(pad, queries + (2 * pad)), v = Buffer(pad, queries + (2 * pad));
        CacheBlocks.ForEach(a, samples * perSample, 1, (block, _) => Project(block / perSample, block % perSample * step));
        CacheBlocks.ForEach(a, samples * perSample, 1, (block, _) => Update(block / perSample, block % perSample * step));

        // Padding holds zeros: what it attends to and what attends to it is cut off or masked, but must be finite.
        Tensor Buffer(long before, long length)
        {
            var buffer = empty(samples, length, channels, dtype: Type, device: a.device);
            if (before > 0) buffer.narrow(1, 0, before).zero_();
            if (before + rows < length) buffer.narrow(1, before + rows, length - before - rows).zero_();
            return buffer;
        }

        void Project(long sample, long start)
        {
            long count = Math.Min(step, rows - start);
            var x = Adapted(a[sample].narrow(0, start, count), condition.Query, sample, start);
            _query.WriteTo(q[sample].narrow(0, start, count), x);
            _gate.WriteTo(g[sample].narrow(0, start, count), x);
            if (condition.Key is { } again) x = Adapted(x, again, sample, start);   // the key norm sees the normalised queries, not a
            _key.WriteTo(k[sample].narrow(0, pad + start, count), x);
            _value.WriteTo(v[sample].narrow(0, pad + start, count), x);
        }

        void Update(long sample, long start)
        {
            long count = Math.Min(step, rows - start);
            var own = bias[Math.Min(sample, bias.shape[0] - 1)];
            var attended = local ? Near(sample, start, own) : Everywhere(sample, start, count, own);
            attended = VectorKernels.Gate(attended.narrow(0, 0, count), g[sample].narrow(0, start, count));
            var some = a[sample].narrow(0, start, count);
            VectorKernels.AddProduct(some, _out.forward(attended), Of(condition.AttentionGate, sample, start, count));
            var x = Adapted(some, condition.Transition, sample, start);
            var hidden = VectorKernels.SiluTimes(_transitionGate.forward(x), _transitionValue.forward(x));
            VectorKernels.AddProduct(some, _transitionOut.forward(hidden), Of(condition.TransitionGate, sample, start, count));
        }

        Tensor Everywhere(long sample, long start, long count, Tensor own)     // [h,i,j] -> [n,cA]
        {
            var logits = own.narrow(1, start, count).unsqueeze(0);
            var attended = _attention.Kernel.Attend(Heads(q[sample].narrow(0, start, count).unsqueeze(0)), Heads(k[sample].unsqueeze(0)), Heads(v[sample].unsqueeze(0)), logits);
            return attended.transpose(1, 2).reshape(count, channels);
        }

        Tensor Near(long sample, long start, Tensor own)                       // [w,h,32,128] -> [32 w,cA]
        {
            long first = start / LocalWindows.QueryCount, some = Math.Min(step / LocalWindows.QueryCount, windows - first);
            var queriesHere = q[sample].narrow(0, start, some * LocalWindows.QueryCount).view(some, LocalWindows.QueryCount, channels);
            var attended = _attention.Kernel.Attend(Heads(queriesHere), Heads(Keys(k)), Heads(Keys(v)), own.narrow(0, first, some));
            return attended.transpose(1, 2).reshape(some * LocalWindows.QueryCount, channels);

            Tensor Keys(Tensor padded) => padded[sample]
                .narrow(0, start, ((some - 1) * LocalWindows.QueryCount) + LocalWindows.KeyCount)
                .unfold(0, LocalWindows.KeyCount, LocalWindows.QueryCount).transpose(1, 2);
        }

        Tensor Heads(Tensor x) => x.unflatten(2, _attention.HeadCount, -1).transpose(1, 2);
    }

    /// <summary>The parameter-free norm of some rows, scaled and shifted, in the type of the products.</summary>
    private static Tensor Adapted(Tensor rows, Adaptation adaptation, long sample, long start) =>
        VectorKernels.Adapted(rows, Of(adaptation.Scale, sample, start, rows.shape[0]), Of(adaptation.Shift, sample, start, rows.shape[0]));

    private static Tensor Of(Tensor whole, long sample, long start, long count) => whole[Math.Min(sample, whole.shape[0] - 1)].narrow(0, start, count);

    private static long Step(long rows, long atOnce) => rows < FewRows ? Math.Max(1, rows) : atOnce;
}
