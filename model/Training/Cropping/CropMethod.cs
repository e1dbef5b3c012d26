namespace Foldline.Training.Cropping;

/// <summary>How the tokens of a training example are chosen (AF3 supplement 2.7).</summary>
public enum CropMethod
{
    /// <summary>A run of tokens from each chain in turn.</summary>
    Contiguous,

    /// <summary>The tokens nearest to one token of the reference chains.</summary>
    Spatial,

    /// <summary>The tokens nearest to one token of the reference chains that touches another chain.</summary>
    SpatialInterface,
}
