namespace Foldline.Network.Primitives;

/// <summary>How a weight starts when a network is trained from nothing. Loading a checkpoint overwrites all of it.</summary>
public enum Initialization
{
    /// <summary>Truncated normal of variance 1 / fan-in: the usual projection.</summary>
    Projection,

    /// <summary>Truncated normal of variance 2 / fan-in: a projection that feeds a rectifier or a gated unit.</summary>
    Rectified,

    /// <summary>Zeros: residual branches that start silent and gates that start half open.</summary>
    Zero,

    /// <summary>Zero weight and a bias of -2: the adaptive output gate (adaLN-Zero), nearly shut.</summary>
    ClosedGate,
}
