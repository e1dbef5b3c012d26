namespace Foldline.Network.Primitives;

/// <summary>A part of the network whose products stay in single precision when the rest is cast down: the original insists on it.</summary>
public interface ISinglePrecision
{
    /// <summary>Whether this instance insists.</summary>
    bool StaysSingle => true;
}
