namespace Foldline.Training.Cropping;

/// <summary>How examples are cropped. The defaults are Protenix's for training.</summary>
public sealed record CropOptions
{
    /// <summary>The most tokens of a crop. Default 256, the first training stage; 0 keeps the whole assembly.</summary>
    public int Size { get; init; } = 256;

    /// <summary>The weight of <see cref="CropMethod.Contiguous"/>. Default 0.2.</summary>
    public double Contiguous { get; init; } = 0.2;

    /// <summary>The weight of <see cref="CropMethod.Spatial"/>. Default 0.4.</summary>
    public double Spatial { get; init; } = 0.4;

    /// <summary>The weight of <see cref="CropMethod.SpatialInterface"/>. Default 0.4.</summary>
    public double SpatialInterface { get; init; } = 0.4;

    /// <summary>Whether ligands and modified residues, which have a token per atom, are taken whole or not at all. Default true.</summary>
    public bool WholeResidues { get; init; } = true;

    /// <summary>Whether a contiguous crop gives up its last residue rather than cut it to fill the crop. Default true.</summary>
    public bool DropLast { get; init; } = true;

    /// <summary>Whether contiguous crops leave out chains of a single atom. Default true.</summary>
    public bool RemoveIons { get; init; } = true;

    /// <summary>The distance in Å between token centres below which a token touches another chain. Default 15 (AF3 supplement 2.7).</summary>
    public float InterfaceDistance { get; init; } = 15;
}
