using System.Collections.Immutable;
using System.Security.Cryptography;
using Foldline.Sequences;
using Foldline.Structures.Arrays;
using static TorchSharp.torch;

namespace Foldline.Network.Weights;

/// <summary>
/// A file of weights, memory-mapped: safetensors, or a <c>.pt</c> checkpoint of <c>torch.save</c> in either layout. Reading it never runs code. Tensors that
/// were handed out stay valid after the file is disposed.
/// </summary>
public sealed class WeightsFile : ITensorSource, IDisposable
{
    /// <summary>The metadata key of <see cref="Label"/>.</summary>
    public const string LabelKey = "label";

    private readonly MappedFile _file;
    private readonly Dictionary<string, StoredTensor> _byName;
    private string? _sha256;

    private WeightsFile(MappedFile file, WeightsFormat format, IReadOnlyList<StoredTensor> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        _file = file;
        Metadata = metadata;
        Format = format;
        Tensors = tensors;
        Headers = [.. tensors.Select(tensor => tensor.Header)];
        _byName = tensors.ToDictionary(tensor => tensor.Header.Name, StringComparer.Ordinal);
    }

    /// <summary>Opens and checks a file; whatever is wrong with it is an <see cref="InputException"/> that names the file and the place.</summary>
    public static WeightsFile Open(string path)
    {
        var file = MappedFile.Open(path);
        try
        {
            var format = FormatOf(file);
            var (tensors, metadata) = format switch
            {
                WeightsFormat.TorchZip => (TorchZip.Read(file), ImmutableDictionary<string, string>.Empty),
                WeightsFormat.TorchLegacy => (TorchLegacy.Read(file), ImmutableDictionary<string, string>.Empty),
                _ => FromSafetensors(path),
            };
            return new WeightsFile(file, format, tensors, metadata);
        }
        catch (PickleFault fault)
        {
            file.Dispose();
            throw new InputException($"{path}: this checkpoint cannot be read: {fault.Message}", fault);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>The path as given.</summary>
    public string Path => _file.Path;

    /// <summary>The container format.</summary>
    public WeightsFormat Format { get; }

    /// <summary>What a safetensors file says about itself; empty for checkpoints of <c>torch.save</c>.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>What the weights are where they are no predictor, as their training wrote it; empty otherwise.</summary>
    public string Label => Metadata.GetValueOrDefault(LabelKey, "");

    /// <summary>The tensors in file order, under their official names.</summary>
    public IReadOnlyList<StoredTensor> Tensors { get; }

    /// <inheritdoc/>
    public IReadOnlyList<ArrayHeader> Headers { get; }

    /// <inheritdoc/>
    public string Description => Path;

    /// <summary>The number of parameters.</summary>
    public long Parameters => Tensors.Sum(tensor => tensor.Header.Count);

    /// <summary>The length of the file in bytes.</summary>
    public long Bytes => _file.Length;

    /// <summary>The SHA-256 of the file, in lower-case hexadecimal: what a manifest names the weights by.</summary>
    public string Sha256 => _sha256 ??= ComputeSha256();

    /// <summary>Whether a tensor of that name is here.</summary>
    public bool TryFind(string name, out StoredTensor? tensor) => _byName.TryGetValue(name, out tensor);

    /// <summary>A tensor over the mapped bytes. The caller disposes it; it may outlive this file.</summary>
    public Tensor Load(string name) =>
        _byName.TryGetValue(name, out var tensor) ? MappedTensor.Over(_file, tensor) : throw new InputException($"{Path}: no tensor is named '{name}'.");

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private static WeightsFormat FormatOf(MappedFile file)
    {
        var start = file.Span(0, (int)Math.Min(9, file.Length));
        // The length that a safetensors file begins with may look like either of the others' first bytes; the brace after it never does.
        if (start.Length == 9 && start[8] == (byte)'{') return WeightsFormat.Safetensors;
        if (start.StartsWith("PK"u8)) return WeightsFormat.TorchZip;
        if (start.StartsWith((ReadOnlySpan<byte>)[0x80, 0x02])) return WeightsFormat.TorchLegacy;
        throw new InputException(file.Length == 0
            ? $"{file.Path}: the file is empty."
            : $"{file.Path}: this is neither safetensors nor a checkpoint of torch.save.");
    }

    private static (IReadOnlyList<StoredTensor> Tensors, ImmutableDictionary<string, string> Metadata) FromSafetensors(string path)
    {
        using var file = SafetensorsFile.Open(path);
        return (
            [.. file.Arrays.Select(header => new StoredTensor(header, StoredTensor.RowMajor(header.Shape), file.OffsetOf(header.Name)))],
            file.Metadata.ToImmutableDictionary(StringComparer.Ordinal));
    }

    private string ComputeSha256()
    {
        using var stream = File.OpenRead(Path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
